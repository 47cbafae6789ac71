"""When a site's articles came out, as the archive knows it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import arrivals
from tests.support.captures import BEGUN, SITE, capture, long_text

if TYPE_CHECKING:
    from tests.support.captures import Store

FEED = "https://bao.example/rss"


def test_arrivals_tell_when_articles_came_out(store: Store) -> None:
    """By the page's time where it tells one; a backfill, and an article no source named, teach nothing."""
    store.take(
        capture("/1.html", 0, long_text("một"), "Một"),
        capture("/2.html", 60, long_text("hai"), "Hai"),
        capture("/3.html", 60, long_text("ba"), "Ba"),
        attrs.evolve(capture("/4.html", 60, long_text("bốn"), "Bốn"), via=None),
    )
    for title, published_at in (("Hai", "2026-07-16T08:30:00+07:00"), ("Ba", "2026-07-01T08:30:00+07:00")):
        store.archive.db.execute(
            "UPDATE articles SET published_at = ?, published_precision = 'minute' WHERE title = ?",
            [published_at, title],
        )
    moments = arrivals.by_source(store.archive.db, SITE.domain, BEGUN)
    assert {url: sorted(of_source) for url, of_source in moments.items()} == {
        FEED: [BEGUN, BEGUN + timedelta(minutes=30)]
    }


def test_a_site_without_a_row_has_none(store: Store) -> None:
    """A site that was never crawled brought nothing."""
    assert arrivals.by_source(store.archive.db, "khac.example", BEGUN) == {}
