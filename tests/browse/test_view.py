from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from lxml import html

from browse.locale import Locale
from browse.view import marked, moment_tag
from pipeline.search import END, START
from tests.support.example_archive import make
from tests.support.in_process import ask
from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served


@pytest.mark.parametrize("path", ["/", "/bai/{hostile}", "/tim?q=script", "/trang/baosonghong.example", "/?lang=en"])
def test_hostile_title_stays_text_and_hostile_url_no_link(served: Served, path: str) -> None:
    """A title with <script> is shown, not run; a javascript: URL is nowhere a link."""
    page = tree(served.get(path.format(hostile=served.hostile)))
    assert not page.cssselect("script, main b")
    assert "<script>alert(1)</script> & <b>tựa</b>" in page.text_content()
    assert not [link for link in page.cssselect("[href]") if not re.match(r"(https?://|/|\?|#)", link.get("href"))]


def test_english_at_a_click_and_remembered(served: Served) -> None:
    """?lang=en shows English at once and by cookie from then on; each page names both as alternates."""
    with httpx.Client(base_url=served.url) as reader:
        page = tree(reader.get("/"))
        assert page.get("lang") == "vi"
        alternates = {
            link.get("hreflang"): link.get("href") for link in page.cssselect("link[rel=alternate][hreflang]")
        }
        assert set(alternates) == {"vi", "en"}
        assert tree(reader.get("/" + alternates["en"])).get("lang") == "en"
        article = tree(reader.get(f"/bai/{served.bridge}"))
        assert article.get("lang") == "en"
        assert "Archive record" in texts(article, "h2")
        assert article.cssselect("h1")[0].get("lang") == "vi"
        assert tree(reader.get("/?lang=vi")).get("lang") == "vi"
        assert tree(reader.get("/tim")).get("lang") == "vi"
        assert tree(reader.get("/?lang=xx")).get("lang") == "vi"


def test_language_switch_keeps_the_question(served: Served) -> None:
    """Changing the language on a search page keeps the query."""
    page = tree(served.get("/tim", params={"q": "cầu & sông"}))
    link = page.cssselect(".languages a[hreflang=en]")[0].get("href")
    assert tree(served.get("/tim" + link)).cssselect("#q")[0].get("value") == "cầu & sông"


@pytest.mark.parametrize(
    "path",
    ["/", "/bai/{bridge}", "/bai/{bridge}/1", "/tim", "/tim?q=cau", "/trang/thixa.example", "/theo-doi", "/nope"],
)
def test_pages_are_made_of_landmarks_headings_and_labels(served: Served, path: str) -> None:
    """Each page has one h1, main, a skip link to it, no heading level left out, ids once, and a label to each field."""
    page = html.document_fromstring(served.get(path.format(bridge=served.bridge)).content)
    assert len(page.cssselect("h1")) == len(page.cssselect("main#main")) == 1
    assert page.cssselect("a.skip")[0].get("href") == "#main"
    levels = [int(node.tag[1]) for node in page.cssselect("main h1, main h2, main h3, main h4")]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
    ids = [node.get("id") for node in page.cssselect("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.cssselect("label")}
    assert {field.get("id") for field in page.cssselect("input, select")} <= labelled
    assert not page.cssselect("[style], style, script, img, iframe")


def test_empty_archive_is_said_kindly(tmp_path: Path) -> None:
    """An archive without an article has a front page, a search page and no error."""
    make(tmp_path / "archive.db").close()
    front, found = ask(tmp_path, "/"), ask(tmp_path, "/tim?q=cau")
    assert "Kho còn trống" in front.text
    assert front.status_code == found.status_code == 200


def test_marks_are_the_only_tags_of_a_hit() -> None:
    """Sentinels of the search become <mark>; whatever else looks like HTML is text."""
    assert marked(f"a {START}<b>{END} & c") == "a <mark>&lt;b&gt;</mark> &amp; c"


def test_a_moment_is_for_people_and_programs() -> None:
    """The attribute is the stamp as it is stored; what is read is on Vietnam's clock."""
    tag = moment_tag(Locale("en"), "2026-11-22T20:05:00Z")
    assert tag == '<time datetime="2026-11-22T20:05:00Z">Monday, 23 November 2026, 03:05</time>'
