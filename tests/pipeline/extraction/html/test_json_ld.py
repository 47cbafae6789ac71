"""Linked data as sites write it."""

from __future__ import annotations

import pytest

from pipeline.extraction.html.json_ld import LinkedNode, as_text
from tests.support.laid_out import page_of


def nodes(source: str) -> tuple[LinkedNode, ...]:
    """Read what a script of linked data holds."""
    return page_of("", f"<script type='application/ld+json'>{source}</script>").linked


@pytest.mark.parametrize(
    "source",
    [
        '{"@type": "NewsArticle", "headline": "Sửa đường"}',
        '<!-- Yoast --> {"@type": "NewsArticle", "headline": "Sửa đường"}',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Sửa đường"}\n//]]>',
        '[{"@type": ["Thing", "NewsArticle"], "headline": "Sửa đường",},]',
        '{"@graph": [{"@type": "NewsArticle", "headline": ["Sửa đường"]}]}',
        '{"@type": "NewsArticle", "headline": "Sửa đường"};',
        '{"@type": "NewsArticle", "headline": "Sửa\n đường"}',
    ],
)
def test_slips_of_sites(source: str) -> None:
    """Comments, a comma or a semicolon too many, raw line breaks, lists and graphs are read."""
    article = next(node for node in nodes(source) if node.is_a("Article", "NewsArticle"))
    assert article.text("headline") == "Sửa đường"


def test_what_is_no_json_is_left_out() -> None:
    """The other scripts of the page are read all the same."""
    assert nodes("{headline: 'Sửa đường'}") == ()
    assert nodes("[" * 5000) == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("A &amp;quot;B&amp;quot;", 'A "B"'),
        ({"name": "Lê Na"}, "Lê Na"),
        ({"@value": "x"}, "x"),
        (["một", "hai"], "một"),
        ([], ""),
        (None, ""),
        (12, ""),
    ],
)
def test_a_value_as_text(value: object, text: str) -> None:
    """Entities twice escaped, a thing by its name, the first of a list; what is no text is empty."""
    assert as_text(value) == text
