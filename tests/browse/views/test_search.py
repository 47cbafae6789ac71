from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from browse.views.search import HITS
from pipeline.search import facets
from tests.support.example_archive import add_article, make
from tests.support.in_process import ask
from tests.support.pages import texts, tree
from tests.support.served import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.served import Served


def test_search_without_accents_marks_the_original(served: Served) -> None:
    """`thai nguyen` finds Thái Nguyên, marked in title and snippet as it was published."""
    page = tree(served.get("/tim", params={"q": "thai nguyen"}))
    assert set(texts(page, ".hit mark")) == {"Thái Nguyên"}
    titles = texts(page, ".hit h3")
    assert "Thông xe cầu sông Công, đôi bờ Thái Nguyên gần lại" in titles
    assert str(len(titles)) in texts(page, ".summary")[0]


def test_search_narrows_by_site_and_days_and_keeps_them_while_paging(served: Served) -> None:
    """Site and days narrow; the form and the links to other pages keep them."""
    narrowed = {"q": "cac OR nguoi", "site": "baosonghong.example", "since": "2020-01-01", "until": "2099-12-31"}
    page = tree(served.get("/tim", params=narrowed))
    assert set(texts(page, ".hit .line-about a")) == {"Báo Sông Hồng"}
    assert page.cssselect("#since")[0].get("value") == "2020-01-01"
    assert page.cssselect("#site option[selected]")[0].get("value") == "baosonghong.example"
    wide = tree(served.get("/tim", params=narrowed | {"site": ""}))
    link = wide.cssselect(".pager a[rel=next]")[0].get("href")
    assert "since=2020-01-01" in link
    assert wide.cssselect("ol.hits")[0].get("start") == "1"
    assert tree(served.get("/tim" + link)).cssselect("ol.hits")[0].get("start") == str(HITS + 1)


@pytest.mark.parametrize(
    "query", ["", "-", '"', "*", "\0", "a\0b", "%", "xyz đ " * 1_700, "' OR 1=1 --", "xyzzyx", "😀"]
)
def test_any_query_is_answered(served: Served, query: str) -> None:
    """No query is an error; what finds nothing gets a hand with searching."""
    page = tree(served.get(f"/tim?q={quote(query)}"))
    assert len(page.cssselect(".tips li")) == 4


@pytest.mark.parametrize(
    "raw", ["q=%ff%fe", "q=a&q=b", "%00=1", "q", "since=2026-13-01&q=cau", "page=x&q=cau", "site=%27&q=cau"]
)
def test_broken_arguments_are_no_error(served: Served, raw: str) -> None:
    """Arguments that are no UTF-8, twice there or no day are lived with."""
    page = tree(served.get(f"/tim?{raw}"))
    if "since" in raw:
        assert "2026-13-01" in texts(page, ".notice-line")[0]


def test_hostile_query_stays_text(served: Served) -> None:
    """A query is shown back as text, in the form and in the summary."""
    page = tree(served.get("/tim", params={"q": '"><script>alert(1)</script>'}))
    assert not page.cssselect("script")
    assert page.cssselect("#q")[0].get("value") == '"><script>alert(1)</script>'


def test_by_time_the_pages_go_on_behind_what_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It went wrong: they stopped where counting does. A count that is not whole is no number of pages."""
    db = make(tmp_path / "archive.db")
    for number in range(3 * HITS):
        add_article(db, "a.vn", f"Bài số {number}", published_at=f"2026-01-01T10:{number:02}:00+07:00")
    db.close()
    monkeypatch.setattr(facets, "COUNTED", HITS + 1)
    titles, address = [], "/tim?until=2026-12-31"
    while address:
        page = tree(ask(tmp_path, address))
        titles += texts(page, ".hit .line-title")
        assert f"Trang {len(titles) // HITS}" in texts(page, ".pager > span")
        following = page.cssselect(".pager a[rel=next]")
        address = "/tim" + following[0].get("href") if following else ""
    assert titles == [f"Bài số {number}" for number in reversed(range(3 * HITS))]
    assert ask(tmp_path, "/tim.json?until=2026-12-31&page=3").json()["next"] is None


def test_without_words_the_newest_of_a_narrowing(served: Served) -> None:
    """A section's address lists its articles, says how many, and offers no order by relevance; none is said plainly."""
    page = tree(served.get("/tim?section=Thời+sự"))
    assert re.fullmatch(r"\d+ bài", texts(page, ".summary")[0])
    assert texts(page, ".orders a") == ["Mới nhất", "Cũ nhất"]
    assert texts(page, ".orders [aria-current]") == ["Mới nhất"]
    assert page.cssselect(".hit")
    nothing = tree(served.get("/tim?section=Không+có"))
    assert texts(nothing, "#results") == ["Không có bài nào như vậy"]


def test_a_slip_of_the_finger_is_mended(served: Served) -> None:
    """Where nothing is found, the query with one letter mended is a link that finds something."""
    page = tree(served.get("/tim?q=thai+nguyeen"))
    (link,) = page.cssselect(".suggestion a")
    assert link.text == "thai nguyen"
    assert tree(served.get("/tim" + link.get("href"))).cssselect(".hit")


def test_a_new_article_is_found_as_soon_as_it_is_stored(tmp_path: Path) -> None:
    """The request after the commit finds it, while others read, and finds no word of what was not committed."""
    db = make(tmp_path / "archive.db")
    add_article(db, "a.vn", "Bài đầu tiên")
    db.conn.commit()
    with serving(tmp_path) as (url, _), httpx.Client(base_url=url, timeout=20) as reader:
        for number in range(5):
            db.conn.execute("BEGIN IMMEDIATE")
            add_article(db, "a.vn", f"Tin nóng số {number}")
            assert len(tree(reader.get("/tim?q=tin+nong")).cssselect(".hit")) == number
            db.conn.commit()
            assert len(tree(reader.get("/tim?q=tin+nong")).cssselect(".hit")) == number + 1
    db.close()
