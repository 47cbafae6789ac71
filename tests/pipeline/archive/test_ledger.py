"""What each source brought, day by day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.archive import ledger, sites
from pipeline.archive.ledger import LedgerLine
from tests.support.captures import SITE, capture, long_text, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.captures import Store

DAY = date(2026, 7, 16)
RSS = "https://bao.example/rss"


@pytest.fixture
def store() -> Iterator[Store]:
    """Give an archive that knows the one site."""
    with open_store() as made:
        with made.archive.transaction():
            sites.upsert(made.archive.db, SITE)
        yield made


def add(store: Store, day: date, **lines: LedgerLine) -> None:
    """Add a crawl's counts, of sources by their last word."""
    with store.archive.transaction():
        site_id = sites.upsert(store.archive.db, SITE)
        ledger.add(
            store.archive.db, site_id, day, {f"https://bao.example/{name}": line for name, line in lines.items()}
        )


def test_a_page_is_counted_by_what_became_of_it() -> None:
    """Read as an article, stored, or come to nothing."""
    line = LedgerLine()
    for outcome in ("new", "revised", "unchanged", "listing", "empty", "failed"):
        line.count(outcome)
    assert (line.fetched, line.parsed, line.stored, line.failed) == (6, 3, 2, 2)
    assert line.failures == {"empty": 1, "failed": 1}


def test_crawls_of_a_day_add_up(store: Store) -> None:
    """By source; failures by reason."""
    add(store, DAY, rss=LedgerLine(10, 3, 3, 3, 2, Counter({"gone": 1})))
    add(store, DAY, rss=LedgerLine(10, 1, 1, 0, 0, Counter({"gone": 1, "empty": 2})), tin=LedgerLine(5))
    add(store, DAY + timedelta(days=1), rss=LedgerLine(10))
    days = ledger.of_days(store.archive.db, SITE.domain, DAY, DAY)
    assert days == {
        DAY: {
            RSS: LedgerLine(20, 4, 4, 3, 2, Counter({"gone": 2, "empty": 2})),
            "https://bao.example/tin": LedgerLine(5),
        }
    }
    assert days[DAY][RSS].as_json()["failed"] == 4
    assert store.rows("SELECT failed FROM ledger ORDER BY id") == [(4,), (0,), (0,)]


def test_what_is_usual_is_the_mean_of_the_weekday(store: Store) -> None:
    """Of the weeks before; nothing where none are known."""
    assert ledger.usual(store.archive.db, SITE.domain, RSS, DAY) is None
    for week, stored in ((1, 10), (2, 20), (9, 1000)):
        add(store, DAY - timedelta(weeks=week), rss=LedgerLine(stored=stored))
    add(store, DAY - timedelta(days=1), rss=LedgerLine(stored=500))
    known = ledger.usual(store.archive.db, SITE.domain, RSS, DAY)
    assert known is not None
    assert known["stored"] == 15.0


def test_it_is_made_from_captures(store: Store) -> None:
    """As far as they tell: after a rebuild."""
    store.take(capture("/1.html", 0, long_text("một"), "Một"), capture("/2.html", 1, long_text("hai"), "Hai"))
    store.take(capture("/2.html", 60 * 20, long_text("hai khác"), "Hai"), capture("/3.html", 2, "", unreadable="empty"))
    with store.archive.transaction():
        ledger.fill_from_captures(store.archive.db)
    days = ledger.of_days(store.archive.db, SITE.domain, DAY, DAY + timedelta(days=9))
    counts = {day: (line.fetched, line.parsed, line.stored) for day, lines in days.items() for line in lines.values()}
    assert counts == {DAY: (3, 2, 2), DAY + timedelta(days=1): (1, 1, 1)}
    assert store.rows("SELECT sum(failed) FROM ledger") == [(1,)]
