"""What is asked of table captures."""

from __future__ import annotations

from pipeline.archive import captures, sites
from pipeline.ids import ArticleId, CaptureId
from tests.support.captures import SITE, Store, capture, long_text

A, B = long_text("Giáp"), long_text("Ất")


def test_which_addresses_are_known(store: Store) -> None:
    """Asked for, answered, or an article's address in any of its forms; of that site alone."""
    store.take(capture("/a.html", 0, A, declared="/muc/a.html"), capture("/x.html", 1, "", unreadable="listing"))
    base = "https://bao.example"
    urls = [
        f"{base}/a.html",
        f"{base}/muc/a.html",
        "http://www.bao.example/a.html/",
        f"{base}/x.html",
        f"{base}/b.html",
    ]
    assert captures.known_urls(store.archive.db, "bao.example", urls) == set(urls[:4])
    assert captures.known_urls(store.archive.db, "khac.example", urls) == set()
    assert captures.known_urls(store.archive.db, "bao.example", []) == set()


def test_the_first_capture_at_an_address_between_two_moments(store: Store) -> None:
    """Both moments are exclusive, and captures at other addresses of the article are none of it."""
    store.take(
        capture("/a.html", 0, A),
        capture("/muc/a.html", 1, A),
        capture("/a.html", 2, A),
        capture("/a.html", 3, A),
    )
    db, url = store.archive.db, "https://bao.example/a.html"

    def first(**between: str) -> str | None:
        row = captures.first_at(db, ArticleId(1), url, **between)
        return row and row.captured_at

    assert first() == "2026-07-16T01:00:00Z"
    assert first(after="2026-07-16T01:00:00Z") == "2026-07-16T01:02:00Z"
    assert first(after="2026-07-16T01:00:00Z", before="2026-07-16T01:02:00Z") is None
    assert captures.last_url(db, ArticleId(1)) == url


def test_a_capture_lies_where_it_was_added(store: Store) -> None:
    """Its location names the file, the bytes and the digest; a second row for it there is none."""
    page = capture("/a.html", 0, A)
    store.take(page)
    (capture_id,) = captures.of_article(store.archive.db, ArticleId(1))
    assert captures.location(store.archive.db, capture_id) == store.place(page)
    site_id = sites.upsert(store.archive.db, SITE)
    assert captures.add(store.archive.db, site_id, page, store.place(page)) is None


def test_what_is_hidden_says_no_address(store: Store) -> None:
    """Of a hidden capture there is left where it lies."""
    page = capture("/a.html", 0, "", unreadable="empty")
    store.take(page)
    captures.hide(store.archive.db, [CaptureId(1)])
    assert store.rows("SELECT outcome, url, asked_url, via FROM captures") == [("hidden", "", "", None)]
    assert captures.hidden(store.archive.db, SITE.domain) == {1: store.place(page)}
    assert captures.hidden(store.archive.db, "khac.example") == {}
