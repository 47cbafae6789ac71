"""What a block says of itself: each judgement about one line, worked out once."""

from __future__ import annotations

import pytest

from pipeline.extraction.html import blocks as module
from pipeline.extraction.html.blocks import Block
from tests.support.laid_out import PROSE, tree_of


def block(html: str) -> Block:
    """Read the first block of a page."""
    return tree_of(html).blocks[0]


def test_a_line_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, the rules of a line's words are entered once a block."""
    lines: list[str] = []

    def is_date_line(text: str) -> bool:
        lines.append(text)
        return True

    monkeypatch.setattr(module, "is_date_line", is_date_line)
    line = block("<p>16/07/2026</p>")
    assert [line.is_date, line.is_date, line.is_date] == [True, True, True]
    assert lines == ["16/07/2026"]


def test_a_judgement_is_not_copied_to_another_text() -> None:
    """A block with another text is judged anew."""
    line = Block("Tin liên quan", block(f"<p>{PROSE}</p>").element)
    assert line.is_label
    assert not Block(PROSE, line.element).is_label


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        (f"<p>{PROSE}</p>", True),
        ("<p>Ngắn quá, không phải bài</p>", False),
        (f"<p class='sidebar'>{PROSE}</p>", False),
        (f"<p class='author'>{PROSE}</p>", False),
        (f"<p><a href='/x'>{PROSE}</a></p>", False),
        ("<p>本日は晴天なり本日は晴天なり本日は晴天なり</p>", True),
    ],
)
def test_prose(html: str, prose: bool) -> None:  # noqa: FBT001
    """Running text is long enough, in words or in letters that part none, not mostly links, and no boilerplate."""
    assert block(html).is_prose is prose


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<p><a href='/x'>Xã Tân Lập mở đường mới</a></p>", True),
        ("<p><a href='/x'>Xã Tân Lập mở đường</a> 16/07/2026</p>", True),
        ("<p><a href='/x'>Xã Tân Lập mở đường</a> hôm qua ạ</p>", False),
        ("<p><a href='/x'>Xem tiếp</a></p>", False),
        ("<h1><a href='/x'>Xã Tân Lập mở đường mới</a></h1>", False),
        (f"<p>{PROSE}</p>", False),
    ],
)
def test_another_articles_headline(html: str, headline: bool) -> None:  # noqa: FBT001
    """It is nearly all link, or a link with its date; an h1 is the page's own."""
    assert block(html).is_headline is headline


def test_whom_a_line_names() -> None:
    """Each of its lines is read as a byline; the site's own names sign nothing."""
    element = block("<p>x</p>").element
    line = Block("Lê Na Hà Nội", element, lines=("Lê Na", "Báo Vĩnh Hà"), outlets=("Báo Vĩnh Hà",))
    assert [byline.authors for byline in line.bylines] == [("Lê Na",), ()]


def test_where_an_article_is_filed() -> None:
    """WordPress says it in a line whose links are tags; without such links it is a sentence."""
    filed = "Bài này được đăng trong {} và được gắn thẻ cầu đường."
    assert not block(f"<p>{filed.format('<a rel=tag href=/x>Xã hội</a>')}</p>").is_filing
    filed = "Bài viết này được đăng trong {} và được gắn thẻ cầu đường."
    assert block(f"<p>{filed.format('<a rel=tag href=/x>Xã hội</a>')}</p>").is_filing
    assert not block(f"<p>{filed.format('<a href=/x>Xã hội</a>')}</p>").is_filing
