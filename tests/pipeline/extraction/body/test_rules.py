"""Each rule answers about one line and changes nothing; the first in RULES that answers wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.extraction.body import rules
from pipeline.extraction.body.body import Body
from tests.support.laid_out import PROSE, layout_of

if TYPE_CHECKING:
    from pipeline.extraction.html import Block
    from pipeline.extraction.layout import Layout

TITLE = "Sửa đường vào bản vùng cao"
PAGE = f"<h1>{TITLE}</h1><article>{{}}<p>{PROSE}</p><p>{PROSE} Hết.</p></article>"


def line_of(html: str) -> tuple[Block, Body]:
    """Read a line of a page's text, and give a body in which nothing is yet."""
    layout = layout_of(PAGE.format(html), f"<title>{TITLE}</title>")
    return layout.text[0], Body(layout)


def with_lines(body: Body, count: int = 2) -> Body:
    """Add lines of text to a body."""
    for block in body.layout.text[-count:]:
        body.add_line(block)
    return body


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div class='fb-like'>Thích</div>", "share"),
        ("<div style='display:none'>Ẩn</div>", "hidden"),
        ("<p class='author'>Lê Na</p>", "byline"),
        ("<p class='source'>Theo TTXVN</p>", "source"),
        (f"<p>{TITLE}</p>", "title again"),
        (f"<p>{TITLE} - ảnh 3</p>", "title again"),
        ("<p>Kim Oanh / TTXVN • 06:40 - 02/03/2026</p>", "byline"),
        ("<p>Thứ năm, 16/07/2026 07:30</p>", "date"),
        ("<p>Tin liên quan</p>", "label"),
        ("<p>Lượt xem: 1.204</p>", "label"),
        ("<p>Từ khóa: <a href='/x'>cầu đường</a></p>", "tags"),
        ("<p>Mời bạn đọc theo dõi kênh Zalo của Báo Ví Dụ</p>", "promotion"),
        ("<p><a href='/x'>Xã bên mở thêm một con đường mới</a></p>", "related"),
        ("<p>Xem thêm: <a href='/x'>Xã bên mở đường</a> hôm nay</p>", "related"),
        (f"<p>{PROSE}</p>", None),
    ],
)
def test_the_reason(html: str, reason: str | None) -> None:
    """What a line is, if no text of the article."""
    block, body = line_of(html)
    before = attrs.asdict(body, recurse=False)
    removal = rules.first_removal(block, body)
    assert (removal.reason if removal else None) == reason
    assert attrs.asdict(body, recurse=False) == before


def test_the_first_that_answers_wins() -> None:
    """A line that two rules would remove goes by the earlier."""
    block, body = line_of("<p class='related'>Tin liên quan</p>")
    answers = [rule.__name__ for rule in rules.RULES if rule(block, body)]
    assert answers == ["boilerplate_by_class", "label"]
    removal = rules.first_removal(block, body)
    assert removal is not None
    assert removal.reason == "related"


def test_long_lines_are_judged_by_few_rules() -> None:
    """A line of more than 300 letters is no label, no headline and not the site's own, however it begins."""
    block, body = line_of(f"<p>Mời bạn đọc theo dõi kênh Zalo. {PROSE * 3}</p>")
    assert set(rules.RULES_OF_LONG_LINES) < set(rules.RULES)
    assert rules.first_removal(block, body) is None


def test_what_a_byline_tells() -> None:
    """A removal carries whom the line names."""
    block, body = line_of("<p class='author'>Lê Na - Kim Oanh</p>")
    removal = rules.byline(block, body)
    assert removal is not None
    assert [byline.authors for byline in removal.bylines] == [("Lê Na", "Kim Oanh")]


def test_who_is_quoted_signs_nothing() -> None:
    """A name in a quotation is who said it; a long line that names no one is text."""
    assert rules.byline(*line_of("<blockquote><p class='author'>Lê Na</p></blockquote>")) is None
    assert rules.byline(*line_of(f"<p class='author'>{PROSE}</p>")) is None


def test_boilerplate_by_profile() -> None:
    """A line that the site's profile knows as its own, counters alike."""
    block, body = line_of("<p>Gọi 0912 345 678 để gặp chúng tôi</p>")
    known = attrs.evolve(body.layout, boilerplate=frozenset(("goi 0 0 0 de gap chung toi",)))
    assert rules.boilerplate_by_profile(block, body) is None
    removal = rules.boilerplate_by_profile(block, Body(known))
    assert removal is not None
    assert removal.reason == "boilerplate"


@pytest.mark.parametrize(
    ("lines", "html", "date"),
    [
        (0, "<p>16/07/2026</p>", (True, True)),
        (1, "<p>16/07/2026</p>", (True, True)),
        (2, "<p>16/07/2026</p>", None),  # it waits till all is read
        (1, "<h3>16/07/2026</h3>", None),
        (1, "<p><b>16/07/2026</b></p>", None),
        (1, "<ul><li>16/07/2026</li></ul>", None),
        (1, "<p>Thời gian: 16/07/2026</p>", None),
        (0, "<p class='date'>16/07/2026 | 123</p>", (True, False)),
    ],
)
def test_the_pages_date(lines: int, html: str, date: tuple[bool, bool] | None) -> None:
    """A date near the headline is the page's; a heading, an item or an appointment within the text is not."""
    block, body = line_of(html)
    removal = rules.publication_date(block, with_lines(body, lines) if lines else body)
    assert ((removal.is_date, removal.may_close) if removal else None) == date


def test_a_date_behind_another_articles_headline() -> None:
    """It is that article's: it goes, and is not the page's."""
    block, body = line_of("<p>16/07/2026</p>")
    with_lines(body).removed.append((block, "related"))
    removal = rules.publication_date(block, body)
    assert removal is not None
    assert (removal.is_date, removal.may_close) == (False, True)


def test_a_summary_of_a_machine() -> None:
    """What stands in the small box of its heading is removed with it."""
    layout = layout_of(PAGE.format("<div><p>Tóm tắt nhanh</p><ul><li>Một là thế này</li></ul></div>"))
    heading, point = layout.text[:2]
    body = Body(layout)
    removal = rules.first_removal(heading, body)
    assert removal is not None
    assert rules.summary(point, body) is None
    body.remove(heading, removal)
    assert rules.summary(point, body) is not None


def test_tools_are_told_by_where_they_stand() -> None:
    """Above the text a button's word is one; in a list, a heading or a sentence it may be text."""
    assert rules.is_tool_line(line_of("<p>Trang trước</p>")[0])
    assert not rules.is_tool_line(line_of("<ul><li>Trang trước</li></ul>")[0])
    assert not rules.is_tool_line(line_of("<p>Trang trước.</p>")[0])
    block, body = line_of("<p>Trang trước</p>")
    assert rules.label(block, body) is not None
    assert rules.label(block, with_lines(body)) is None


def test_an_authors_page() -> None:
    """A line below the text that links to its author's page is a signature, no teaser."""
    html = "<p style='text-align:right'><a href='/tac-gia/le-na'>Nguyễn Thị Lê Na</a></p>"
    block, body = line_of(html)
    assert rules.teaser(block, body) is not None
    assert rules.teaser(block, with_lines(body)) is None


def test_a_line_that_stands_twice() -> None:
    """A whole line of more than 40 letters; a short one may well stand in a text twice."""
    block, body = line_of(f"<p>{PROSE}</p>")
    assert rules.repetition(block, body) is None
    body.add_line(block)
    assert rules.repetition(block, body) is not None
    short, other = line_of("<p>Nơi nhận</p>")
    other.add_line(short)
    assert rules.repetition(short, other) is None


def test_layouts_are_real() -> None:
    """The pages of these tests are laid out as meant: the text is the article's."""
    layout: Layout = line_of("<p>x</p>")[1].layout
    assert [block.text for block in layout.text] == ["x", PROSE, f"{PROSE} Hết."]
