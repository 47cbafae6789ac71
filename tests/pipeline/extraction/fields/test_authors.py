from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config import Rules
from pipeline.extraction.profile.reading_rules import ReadingRules
from tests.support.reading import read_article

if TYPE_CHECKING:
    from pipeline.article import Article

LINE = "Sáng 12/3, tại xã Tân Lập, bà con mang theo sổ khám bệnh đến từ rất sớm, xếp hàng chờ tới lượt mình. "


def read(head: str = "", above: str = "", first: str = "", below: str = "", rules: Rules | None = None) -> Article:
    """Read a page with names in its head, above its text, before the first line, and right below the text."""
    page = (
        f"<html><head><title>Khám bệnh cho người già</title>{head}</head><body><h1>Khám bệnh cho người già</h1>{above}"
        f"<div id=text><p>{first}{LINE * 2}</p><p>{LINE * 3}</p><p>{LINE * 2}</p></div>{below}</body></html>"
    )
    known = ReadingRules((rules,)) if rules else None
    return read_article(page.encode(), "https://vidu.vn/a-1.html", rules=known)


STATED = '<meta name=author content="Lê Na">'


@pytest.mark.parametrize(
    ("head", "above", "below", "authors", "source"),
    [
        ("", "<p class=author>Kim Oanh</p>", "", ("Kim Oanh",), "page byline"),
        (STATED, "<p class=author>Kim Oanh</p>", "", ("Kim Oanh",), "page byline"),
        (STATED, "", "", ("Lê Na",), "head"),
        ("", "", "<p>Tác giả: Kim Oanh</p>", ("Kim Oanh",), "page byline"),
        ("", "", "<p class=author>Kim Oanh - Thành Chung</p>", ("Kim Oanh", "Thành Chung"), "page byline"),
        ("", "", "<p>Kim Oanh</p>", (), None),
        ('<meta name=author content="vidu.vn">', "", "", (), None),
    ],
)
def test_printed_before_stated(head: str, above: str, below: str, authors: tuple[str, ...], source: str | None) -> None:
    """Who is printed is believed before whom the head states; a bare name below the text is nobody's byline."""
    article = read(head, above, below=below)
    assert article.authors == authors
    assert dict(article.sources).get("authors") == source


@pytest.mark.parametrize(
    ("above", "first", "agency", "source"),
    [
        ("<p class=author>Kim Oanh (TTXVN)</p>", "(VOV) - ", "TTXVN", "page byline"),
        ("", "(VOV) - ", "VOV", "dateline"),
        ("", "Theo VOV, ", None, None),
    ],
)
def test_an_agency_is_named_by_byline_or_dateline(
    above: str, first: str, agency: str | None, source: str | None
) -> None:
    """A byline's agency comes before the dateline's; a sentence about an agency credits none."""
    article = read(above=above, first=first)
    assert article.agency == agency
    assert dict(article.sources).get("agency") == source


def test_a_rule_s_byline_is_the_only_one() -> None:
    """Where the site's file names the byline, no other is read."""
    article = read(above="<p class=author>Lê Na</p><p class=x>Kim Oanh</p>", rules=Rules(body="#text", authors=".x"))
    assert article.authors == ("Kim Oanh",)
    assert dict(article.sources)["authors"] == "site rule"
