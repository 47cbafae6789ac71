"""Where elements stand, in names that a site keeps."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.extraction.html.element_path import as_selector, common, find, is_below, path_of, stable_part, step_of


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("detail-left", "detail-left"),
        ("title1", "title1"),
        ("c-news-detail", "c-news-detail"),
        ("Article_body__x7Kd2", "Article_body__*"),
        ("css-1a2b3c", ""),
        ("sc-bdVaJa", ""),
        ("jsx-2871293847", ""),
        ("post-404649", ""),
        ("div-gpt-ad-1544000000000-0", ""),
        ("bdVaJa", ""),
        ("2cot", ""),
        ("x", ""),
        ('a"b', ""),
    ],
)
def test_names_that_a_site_keeps(name: str, wanted: str) -> None:
    """What a build makes up anew, and a page's own number, is no name; the constant part of one is."""
    assert stable_part(name) == wanted


BODY = html.fromstring(
    """<body><div><p>a</p></div><div class="detail x left"><p>b</p><p id="post-12345">c</p><p class="sapo">d</p></div>
    <div><section><p>e</p></section></div></body>"""
)


def test_a_path_leads_back_to_its_element() -> None:
    """Each element is found by its path, but where a sibling of the same names stands before it."""
    for element in BODY.iterdescendants():
        assert find(BODY, path_of(element, BODY)) is element


def test_nameless_elements_are_counted_among_their_like() -> None:
    """A number stands for the place among siblings without names: a named one between them changes nothing."""
    last = BODY.xpath("//section/p")[0]
    assert path_of(last, BODY) == ("div:2", "section:1", "p:1")
    assert path_of(BODY, BODY) == ()
    assert step_of(BODY[1]) == "div.detail.left"
    assert find(BODY, ("div:3",)) is None
    assert find(BODY, ("div.detail.left", "ul")) is None


def test_a_path_reaches_past_the_first_of_two_alike() -> None:
    """Of two elements with one name the one is taken that the rest of the path is in."""
    body = html.fromstring('<body><div class="box"><b>x</b></div><div class="box"><p class="sapo">y</p></div></body>')
    found = find(body, ("div.box", "p.sapo"))
    assert found is not None
    assert found.text == "y"


def test_paths_in_common() -> None:
    """The smallest element around others is what their paths begin with."""
    assert common([("a", "b", "c"), ("a", "b", "d"), ("a", "b")]) == ("a", "b")
    assert common([("a",), ("b",)]) == ()
    assert is_below(("a", "b"), ("a",))
    assert not is_below(("a",), ("a", "b"))


def test_a_path_as_css() -> None:
    """It can be put into a site's file: lxml finds the same element by it."""
    page = html.fromstring(html.tostring(BODY))
    assert as_selector(("div.detail.left", "p.sapo")) == "body > div.detail.left > p.sapo"
    assert as_selector(("div.Article_body__*",)) == 'body > div[class*="Article_body__"]'
    assert page.getroottree().getroot().cssselect("div.detail.left > p.sapo")[0].text == "d"
