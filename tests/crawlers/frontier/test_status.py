"""What others read of a frontier that a crawl process writes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import attrs
import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import SiteState, SourceState
from crawlers.frontier.status import Hub, count_waiting, read_failing, read_hubs, read_site_states
from crawlers.sources.discovered import DiscoveredUrl, HubTopic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "bao.example"
RSS = SourceState(f"https://{SITE}/rss", SITE)
HUB = HubTopic("https://hub.example/", RSS.url)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name the frontier's file."""
    return tmp_path / "frontier.db"


@pytest.fixture
def frontier(path: Path) -> Iterator[Frontier]:
    """Open a new frontier before an empty archive."""
    opened = Frontier(path, lambda _, __: set())
    yield opened
    opened.close()


def test_nothing_is_made(tmp_path: Path) -> None:
    """Where there is no file, or no table in it yet, there is nothing to tell."""
    missing, empty = tmp_path / "none.db", tmp_path / "empty.db"
    empty.touch()
    for path in (missing, empty):
        assert (read_site_states(path), count_waiting(path), read_failing(path), read_hubs(path)) == ({}, {}, {}, [])
    assert not missing.exists()


def test_a_damaged_file(path: Path) -> None:
    """The daemon goes on without it, for the crawl process mends it; a person is told."""
    path.write_bytes(b"no database" * 1000)
    assert (read_failing(path), read_hubs(path)) == ({}, [])
    with pytest.raises(sqlite3.DatabaseError):
        read_site_states(path)


def test_sites_that_fail(frontier: Frontier, path: Path) -> None:
    """Those alone, with the time of their last crawl."""
    frontier.save_site(SiteState(SITE, failures=2, crawled_at=5.0))
    frontier.save_site(SiteState("tot.example", crawled_at=5.0))
    assert read_failing(path) == {SITE: (2, 5.0)}


def test_how_sites_answer(frontier: Frontier, path: Path) -> None:
    """All that were crawled."""
    states = {SITE: SiteState(SITE, 9.0, 1, 2, "lỗi", 5.0), "tot.example": SiteState("tot.example", crawled_at=5.0)}
    for state in states.values():
        frontier.save_site(state)
    assert read_site_states(path) == states


def test_what_waits(frontier: Frontier, path: Path) -> None:
    """What is under way counts, what is done does not."""
    frontier.discover(SITE, [DiscoveredUrl(f"https://{SITE}/{n}") for n in range(3)], RSS)
    (lease,) = frontier.lease(SITE)
    assert count_waiting(path) == {SITE: 3}
    frontier.ack([lease])
    assert count_waiting(path) == {SITE: 2}


def test_hubs_of_sources_that_are_polled(frontier: Frontier, path: Path) -> None:
    """A retired source's hub is not subscribed to."""
    frontier.save_source(attrs.evolve(RSS, hub=HUB))
    frontier.save_source(SourceState(f"https://{SITE}/cu.rss", SITE, retired="names no article", hub=HUB))
    frontier.save_source(SourceState(f"https://{SITE}/khac.rss", SITE))
    assert read_hubs(path) == [Hub(SITE, RSS.url, HUB.url, HUB.topic)]
