"""Where on a page the parts of an article stand: found, named by a site's rules, or by its profile."""

from __future__ import annotations

import pytest

from pipeline.config import Rules
from pipeline.extraction.html import read_stated
from pipeline.extraction.layout import Misfit, lay_out_by
from pipeline.extraction.profile import ReadingRules, Template
from tests.support.laid_out import PROSE, layout_of, page_of

TITLE = "Sửa đường vào bản vùng cao"
HEAD = f"<title>{TITLE}</title><meta property='og:site_name' content='Báo Ví Dụ'>"
BODY = (
    f"<div id=top><p>Xã hội</p><h1>{TITLE}</h1><p>Lê Na</p></div>"
    f"<div id=text><p>{PROSE}</p><p>{PROSE} Hai.</p></div><div><p>Nguồn</p></div>"
)


def texts(blocks: object) -> list[str]:
    """Return what blocks say."""
    return [block.text for block in blocks]  # type: ignore[attr-defined]


def test_the_parts() -> None:
    """Above the headline, between it and the text, the text, below it."""
    layout = layout_of(BODY, HEAD)
    assert (layout.title, layout.container.get("id")) == (TITLE, "text")
    assert [texts(part) for part in (layout.above, layout.header, layout.text, layout.below)] == [
        ["Xã hội"],
        ["Lê Na"],
        [PROSE, f"{PROSE} Hai."],
        ["Nguồn"],
    ]
    assert layout.outlets == ("Báo Ví Dụ", "vidu.vn")


def test_a_picture_above_the_headline() -> None:
    """One with its caption right above it is the article's; a bare one, or a link, is not."""
    figure = "<figure><img src='/a.jpg'><figcaption>Con đường mới</figcaption></figure>"
    assert len(layout_of(BODY.replace("<h1>", f"{figure}<h1>"), HEAD).lead) == 2
    assert len(layout_of(BODY.replace("<h1>", "<img src='/a.jpg'><h1>"), HEAD).lead) == 0


def test_the_first_rules_that_match_are_used() -> None:
    """Rules without a body match where their title does; what they remove is none of the text."""
    old, new = Rules(body=".khong-co"), Rules(title="#top p", remove=("#text p:last-child",))
    layout = layout_of(BODY, HEAD, rules=ReadingRules((old, new)))
    assert (layout.rules, layout.title) == (new, "Xã hội")
    assert [block.role for block in layout.text] == [None, "rule"]
    assert layout_of(BODY, HEAD, rules=ReadingRules((Rules(body="#top, #text"),))).container.tag == "body"


def test_a_template_of_the_profile() -> None:
    """It is used where its region and container are there, with the parts it knows."""
    page = page_of(BODY, HEAD)
    template = Template(8, (), ("div#text",), {"title": ("div#top", "h1:1"), "byline": ("div#top", "p:2")})
    layout = lay_out_by(template, page, read_stated(page), ReadingRules(), was_cut=False)
    assert (texts(layout.text), layout.template) == ([PROSE, f"{PROSE} Hai."], template)
    assert [(block.role, block.marked) for block in layout.header] == [("byline", "profile")]


@pytest.mark.parametrize(
    ("template", "body"),
    [
        (Template(8, ("div#khac",), ()), BODY),
        (Template(8, (), ("div#khac",)), BODY),
        (Template(8, (), ("div#text",), {"title": ("div#top", "h1:1")}), BODY.replace(TITLE, "")),
        (Template(8, (), ("div#text",), skips=(((), ("div#text",)),)), BODY),
    ],
    ids=["no region", "no container", "no headline", "the text is skipped"],
)
def test_a_page_of_another_layout(template: Template, body: str) -> None:
    """It does not fit: the general reader takes over."""
    page = page_of(body)
    with pytest.raises(Misfit):
        lay_out_by(template, page, read_stated(page), ReadingRules(), was_cut=False)
