"""Availability changes of articles."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.annotation import Annotation
from pipeline.archive import turns
from pipeline.ids import ArticleId
from tests.support.captures import BEGUN, SITE, capture, long_text

if TYPE_CHECKING:
    from tests.support.captures import Store

ARTICLE = ArticleId(1)
URL = "https://bao.example/a.html"


def change(store: Store, hours: int, availability: str, moved_to: str | None = None) -> None:
    """Record a change so many hours after the article was captured."""
    with store.archive.transaction():
        turns.add(store.archive, ARTICLE, BEGUN + timedelta(hours=hours), availability, moved_to)


def availability(store: Store) -> str:
    """What the article's row says."""
    return str(store.rows("SELECT availability FROM articles")[0][0])


def test_the_last_change_by_time_counts_in_whatever_order_they_come(store: Store) -> None:
    """As a rebuild reads them; and each is announced once."""
    store.take(capture("/a.html", 0, long_text("a")))
    change(store, 9, "returned")
    change(store, 5, "gone")
    change(store, 5, "gone")
    assert availability(store) == "returned"
    assert store.rows("SELECT kind FROM events WHERE kind <> 'article.new' ORDER BY id") == [
        ("article.returned",),
        ("article.gone",),
    ]


def test_where_it_moved_to_is_announced(store: Store) -> None:
    """The event names the address."""
    store.take(capture("/a.html", 0, long_text("a")))
    change(store, 1, "moved", "https://bao.example/b.html")
    assert store.rows("SELECT data ->> 'moved_to' FROM events WHERE kind = 'article.moved'") == [
        ("https://bao.example/b.html",)
    ]


@pytest.mark.parametrize(("hours", "expected"), [(4, "gone"), (6, "returned")])
def test_an_article_that_is_seen_after_it_was_gone_has_returned(store: Store, hours: int, expected: str) -> None:
    """Seen before that, it is as gone as it was."""
    store.take(capture("/a.html", 0, long_text("a")))
    change(store, 5, "gone")
    with store.archive.transaction():
        turns.see_online(store.archive, ARTICLE, f"2026-07-16T{1 + hours:02}:00:00Z")
    assert availability(store) == expected


def test_words_of_a_later_version_are_passed_over(store: Store) -> None:
    """An annotation may come from a newer Kho Báo: what it says of an article is left as it is."""
    store.take(capture("/a.html", 0, long_text("a")))
    annotation = Annotation(turns.AVAILABILITY, SITE.domain, URL, BEGUN, {"availability": "sold"})
    with store.archive.transaction():
        turns.apply(store.archive, SITE, annotation)
    assert availability(store) == "online"
