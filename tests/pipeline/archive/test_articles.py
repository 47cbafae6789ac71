"""Articles and the addresses that lead to them."""

from __future__ import annotations

from pipeline.archive import articles
from tests.support.captures import Store, capture, long_text

A, B = long_text("Giáp"), long_text("Ất")


def test_stored_addresses_newest_first(store: Store) -> None:
    """Each article once, at its best address."""
    store.take(
        capture("/a.html", 0, A, published_at="2026-07-01"),
        capture("/b.html", 1, B, "Khác", published_at="2026-07-02"),
        capture("/muc/a.html", 2, A),
    )
    db, base = store.archive.db, "https://bao.example"
    assert articles.urls_of_site(db, "bao.example") == [f"{base}/b.html", f"{base}/a.html"]


def test_an_article_without_a_date_is_shown_by_when_it_was_seen(store: Store) -> None:
    """`shown_at` is the publication time, else the first time it was seen, in Vietnam; an older capture moves it."""
    store.take(capture("/a.html", 5, A))
    assert store.rows("SELECT shown_at FROM articles") == [("2026-07-16T08:05:00+07:00",)]
    store.take(capture("/a.html", 0, A))
    assert store.rows("SELECT shown_at FROM articles") == [("2026-07-16T08:00:00+07:00",)]
    store.take(capture("/a.html", 9, B, published_at="2026-07-15T10:00:00+07:00"))
    assert store.rows("SELECT shown_at FROM articles") == [("2026-07-15T10:00:00+07:00",)]
