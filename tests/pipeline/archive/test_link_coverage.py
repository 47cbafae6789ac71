from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.archive import link_coverage
from pipeline.health import LinkCoverage
from tests.support.captures import capture, long_text

if TYPE_CHECKING:
    from tests.support.captures import Store

BASE, DOMAIN = "https://bao.example", "bao.example"
A, B = f"{BASE}/a.html", f"{BASE}/b.html"


def test_what_of_some_addresses_is_held(store: Store) -> None:
    """An address that leads to an article is held; one that was never fetched is neither held nor another page."""
    store.take(capture("/a.html", 0, long_text("Giáp")))
    assert link_coverage.held_and_others(store.archive.db, DOMAIN, [A, B]) == ({A}, set())


def test_the_latest_count_is_kept(store: Store) -> None:
    """A site has one, the last."""
    store.take(capture("/a.html", 0, long_text("Giáp")))
    assert link_coverage.of_site(store.archive.db, DOMAIN) is None
    for coverage in (LinkCoverage(held=1, failed=2), LinkCoverage(held=3, unlisted=1)):
        with store.archive.transaction():
            link_coverage.save(store.archive, DOMAIN, coverage, datetime(2026, 10, 12, tzinfo=UTC))
    assert link_coverage.of_site(store.archive.db, DOMAIN) == LinkCoverage(held=3, unlisted=1)
