"""Where each field was read stands with it."""

from __future__ import annotations

import pytest

from pipeline.config import Rules
from pipeline.extraction.profile.reading_rules import ReadingRules
from tests.support.reading import read_article

URL = "https://vidu.vn/xa-hoi/bai-123.html"
LINE = "Sáng 12/3, tại xã Tân Lập, huyện đoàn phối hợp với trạm y tế khám bệnh cho hơn hai trăm người cao tuổi. "
PAGE = f"""<html><head><title>Khám bệnh cho người cao tuổi - Báo Ví Dụ</title>
<meta property="article:published_time" content="2026-11-22T08:15:00+07:00"><meta name="keywords" content="y tế, xã Tân Lập">
<meta property="article:section" content="Xã hội"><link rel=canonical href="{URL}"></head><body>
<h1 class="tieu-de lon">Khám bệnh cho người cao tuổi</h1><div id="noi-dung" class="bai"><h2 class="sapo">{LINE * 2}</h2>
<p>(TTXVN) - {LINE}</p><p>{LINE * 3}</p><img src=/a.jpg><p>{LINE * 4}</p><p class="tac-gia"><b>Kim Oanh</b></p></div></body></html>"""


def sources(page: str, *rules: Rules) -> dict[str, str]:
    """Return what an article of a page says of its fields' places."""
    return dict(read_article(page.encode(), URL, rules=ReadingRules(rules)).sources)


def test_each_field_that_has_a_value_names_its_place() -> None:
    """Elements by tag, id and class; metas by name; fields without a value are not named."""
    assert sources(PAGE) == {
        "title": "page h1.tieu-de",
        "sapo": "page h2.sapo",
        "paragraphs": "page div#noi-dung.bai",
        "authors": "page byline",
        "agency": "dateline",
        "section": "head",
        "tags": "head",
        "images": "page div#noi-dung.bai",
        "published_at": "meta article:published_time",
        "canonical_url": "link rel=canonical",
        "language": "letters",
    }


def test_a_rule_is_named_where_it_was_used() -> None:
    """A field that the site's rules found says so, and only those."""
    found = sources(PAGE, Rules(body="#noi-dung", title="h1", sapo="h2.sapo", authors=".tac-gia"))
    assert {field for field, place in found.items() if place == "site rule"} == {
        *("title", "sapo", "paragraphs", "authors", "images")
    }


@pytest.mark.parametrize(
    ("page", "field", "place"),
    [
        (PAGE.replace('<h1 class="tieu-de lon">', "<p>").replace("</h1>", "</p>"), "title", "page body p"),
        (PAGE.replace("<h1", "<!--<h1").replace("</h1>", "</h1>-->"), "title", "head"),
        (PAGE.replace("Kim Oanh", ""), "authors", None),
        (PAGE.replace("<b>Kim Oanh</b>", "Theo TTXVN").replace("(TTXVN) - ", ""), "agency", "page byline"),
        (PAGE.replace("<h1", "<ul class=breadcrumb><li><a href=/>Y tế</a></ul><h1"), "section", "page breadcrumb"),
        (PAGE.replace("</div></body>", "</div><div class=tags><a href=/t>lũ</a></div></body>"), "tags", "page tag box"),
        (PAGE.replace("article:published_time", "x"), "published_at", None),
        (PAGE.replace('id="noi-dung"', 'id="1 {x}"'), "paragraphs", "page div.bai"),
    ],
)
def test_other_places(page: str, field: str, place: str | None) -> None:
    """What is printed, stated or missing is told apart; an id that is no name is left out."""
    found = sources(page).get(field)
    assert found == place or (place == "page body p" and found == "page p")
