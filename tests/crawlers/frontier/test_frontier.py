from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import attrs
import pytest

from crawlers.frontier import frontier as frontier_module
from crawlers.frontier import state as state_module
from crawlers.frontier.frontier import KEEP_DONE, RETRY_AFTER, Frontier, Lease
from crawlers.frontier.state import Failing, Habits, SiteState, SourceState, Validators, WalkPosition
from crawlers.sources.discovered import DiscoveredUrl, HubTopic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SITE = "bao.example"
BASE = "https://bao.example"
RSS = SourceState(f"{BASE}/rss", SITE)
NOW = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)


class Archived(set[str]):
    """The URLs an archive holds, as the frontier asks for them."""

    def __call__(self, site: str, urls: Iterable[str]) -> set[str]:
        """Return those of the URLs that are held."""
        assert site == SITE
        return self & set(urls)


@pytest.fixture
def archived() -> Archived:
    """Hold nothing yet."""
    return Archived()


@attrs.define
class Clock:
    """A clock that moves when it is told to."""

    now: float = NOW.timestamp()

    def time(self) -> float:
        """Return the time, as `time.time` does."""
        return self.now

    def shift(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the frontier's clock at NOW."""
    stopped = Clock()
    for module in (frontier_module, state_module):
        monkeypatch.setattr(module, "time", stopped)
    return stopped


@pytest.fixture
def frontier(tmp_path: Path, archived: Archived, clock: Clock) -> Iterator[Frontier]:
    """Open a new frontier at NOW."""
    assert clock
    made = Frontier(tmp_path / "frontier.db", archived)
    yield made
    made.close()


def found(*paths: str, hours_ago: float | None = None) -> list[DiscoveredUrl]:
    """Return addresses of the site."""
    moment = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    return [DiscoveredUrl(BASE + path, moment) for path in paths]


def lease_all(frontier: Frontier) -> list[str]:
    """Lease all that waits and return the paths, in order."""
    return [lease.url.removeprefix(BASE) for lease in frontier.lease(SITE, 999)]


def test_newest_first(frontier: Frontier) -> None:
    """By publication, else by the last change; what has neither is as new as the moment, in the source's order."""
    frontier.discover(SITE, found("/old", hours_ago=50), RSS)
    frontier.discover(SITE, found("/new", hours_ago=1), RSS)
    changed = DiscoveredUrl(f"{BASE}/changed", changed_at=NOW - timedelta(hours=10))
    frontier.discover(SITE, [*found("/first", "/second"), changed], RSS)
    assert lease_all(frontier) == ["/first", "/second", "/new", "/changed", "/old"]


def test_an_address_is_discovered_once(frontier: Frontier) -> None:
    """In whatever form it is named: one entry, and the count says how many were new."""
    assert frontier.discover(SITE, found("/a", "/b"), RSS) == 2
    again = [DiscoveredUrl("http://www.bao.example/a/"), DiscoveredUrl(f"{BASE}/b", NOW), *found("/c", "/c")]
    assert frontier.discover(SITE, again, RSS) == 1
    assert sorted(lease_all(frontier)) == ["/a", "/b", "/c"]
    assert frontier.discover(SITE, found("/a", "/b", "/c"), RSS) == 0
    assert frontier.lease(SITE) == []


def test_what_the_archive_holds_is_not_discovered(frontier: Frontier, archived: Archived) -> None:
    """A frontier that was deleted asks for nothing again."""
    archived.add(f"{BASE}/a")
    assert frontier.discover(SITE, found("/a", "/b"), RSS) == 1
    assert lease_all(frontier) == ["/b"]
    assert frontier.known(SITE, [f"{BASE}/a", f"{BASE}/b", f"{BASE}/c"]) == {f"{BASE}/a", f"{BASE}/b"}


def test_a_source_is_remembered_with_what_it_listed(frontier: Frontier, tmp_path: Path) -> None:
    """Both or neither: where the addresses can't be stored, the source will be read again."""
    state = attrs.evolve(
        RSS,
        polled_at=1.0,
        read_at=2.0,
        due_at=3.0,
        retired="names no article",
        validators=Validators(etag='"1"', last_modified="x", digest="d"),
        walk=WalkPosition(is_complete=True, resume=f"{BASE}/?page=7", pages=6),
        failing=Failing(count=3, since=4.0, error="answered 500"),
        habits=Habits(watched_since=5.0, news_at=6.0, changed_at=7.0, named="e", empty_since=8.0),
        hub=HubTopic("https://hub.example/", RSS.url),
    )
    frontier.discover(SITE, found("/a"), state)
    assert frontier.source_state(SITE, RSS.url) == state
    with sqlite3.connect(tmp_path / "frontier.db") as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON sources BEGIN SELECT raise(ABORT, 'no'); END")
    other.close()
    with pytest.raises(sqlite3.IntegrityError):
        frontier.discover(SITE, found("/b"), attrs.evolve(state, due_at=9.0))
    assert frontier.source_state(SITE, RSS.url) == state
    assert frontier.known(SITE, [f"{BASE}/b"]) == set()
    assert frontier.source_state(SITE, f"{BASE}/never") == SourceState(f"{BASE}/never", SITE)


def test_a_lease_is_for_one(frontier: Frontier) -> None:
    """What is leased is not handed out again until it is given back; what is acked, never."""
    frontier.discover(SITE, found("/a", "/b", hours_ago=1), RSS)
    (first,), (second,) = frontier.lease(SITE), frontier.lease(SITE)
    assert {first.url, second.url} == {f"{BASE}/a", f"{BASE}/b"}
    assert first.via == RSS.url
    assert frontier.lease(SITE) == []
    assert frontier.waiting(SITE) == 0
    frontier.give_back([first])
    frontier.ack([second])
    assert frontier.lease(SITE) == [first]
    frontier.ack([first])
    assert frontier.lease(SITE) == []
    assert frontier.next_try(SITE) is None


def test_sites_do_not_see_each_other(frontier: Frontier) -> None:
    """An address waits for the site that found it."""
    frontier.discover(SITE, found("/a"), RSS)
    assert frontier.lease("khac.example") == []
    assert (frontier.waiting("khac.example"), frontier.next_try("khac.example")) == (0, None)
    assert frontier.waiting(SITE) == 1


def test_a_failing_address_is_put_off_longer_and_longer(frontier: Frontier, clock: Clock) -> None:
    """It comes back after each of the waits, and after the last it is given up with its reason."""
    frontier.discover(SITE, found("/a"), RSS)
    for number, wait in enumerate(RETRY_AFTER):
        (lease,) = frontier.lease(SITE)
        assert lease.tries == number
        assert frontier.fail(lease, "http 500") == wait
        assert frontier.lease(SITE) == []
        due = frontier.next_try(SITE)
        assert due == pytest.approx(clock.now + wait)
        clock.shift(wait - 1)
        assert frontier.lease(SITE) == []
        clock.shift(1)
    (lease,) = frontier.lease(SITE)
    assert frontier.fail(lease, "http 500") is None
    clock.shift(KEEP_DONE / 2)
    assert frontier.discover(SITE, found("/a"), RSS) == 0
    assert frontier.lease(SITE) == []


def test_a_dead_processs_leases_come_back(tmp_path: Path, archived: Archived) -> None:
    """After a crash what was leased waits again, but for what had come as far as the archive."""
    path = tmp_path / "frontier.db"
    first = Frontier(path, archived)
    first.discover(SITE, found("/a", "/b", "/c"), RSS)
    assert len(first.lease(SITE, 2)) == 2
    archived.add(f"{BASE}/a")
    second = Frontier(path, archived)
    assert second.waiting(SITE) == 1
    second.restore()
    assert sorted(lease_all(second)) == ["/b", "/c"]
    first.close()
    second.close()


def test_what_is_long_done_is_forgotten(frontier: Frontier, clock: Clock) -> None:
    """Dead links are asked for again after two weeks, not daily; the file stays small; what waits stays."""
    frontier.discover(SITE, found("/gone", "/waits"), RSS)
    frontier.ack([Lease(SITE, f"{BASE}/gone", None)], "gone")
    frontier.forget_done(SITE)
    assert frontier.discover(SITE, found("/gone"), RSS) == 0
    clock.shift(KEEP_DONE + 1)
    frontier.forget_done(SITE)
    assert frontier.waiting(SITE) == 1
    assert frontier.discover(SITE, found("/gone"), RSS) == 1


def test_a_site_is_left_alone_until_a_moment(frontier: Frontier) -> None:
    """`block_until` keeps what else is known of the site."""
    frontier.save_site(attrs.evolve(frontier.site_state(SITE), failures=2, error="lỗi", crawled_at=5.0))
    frontier.block_until(SITE, 123.0, strikes=4)
    state = frontier.site_state(SITE)
    assert (state.blocked_until, state.strikes, state.failures, state.error, state.crawled_at) == (
        123.0,
        4,
        2,
        "lỗi",
        5.0,
    )
    assert frontier.site_state("khac.example").blocked_until == 0


def test_a_deleted_frontier_is_made_anew(tmp_path: Path, archived: Archived) -> None:
    """It holds nothing that is not in sites/, the archive, or the sources themselves."""
    path = tmp_path / "frontier.db"
    for _ in range(2):
        frontier = Frontier(path, archived)
        assert frontier.discover(SITE, found("/a"), RSS) == 1
        frontier.close()
        for file in tmp_path.glob("frontier.db*"):
            file.unlink()


def test_a_clock_that_was_put_back(frontier: Frontier, clock: Clock) -> None:
    """What was to wait until a moment that is far away now, waits no more: no wait is longer than a day."""
    frontier.block_until(SITE, clock.time() + 3600)
    assert frontier.site_state(SITE).blocked_until > clock.time()
    frontier.save_site(SiteState(SITE, blocked_until=clock.time() + 30 * 86_400))
    assert frontier.site_state(SITE).blocked_until == 0, "the clock is back where it was a month ago"
    frontier.discover(SITE, found("/a"), RSS)
    (lease,) = frontier.lease(SITE)
    frontier.fail(lease, "http 500")
    assert frontier.lease(SITE) == []
    frontier._db.execute("UPDATE urls SET not_before = not_before + 30 * 86400")
    assert [one.url for one in frontier.lease(SITE)] == [lease.url]
