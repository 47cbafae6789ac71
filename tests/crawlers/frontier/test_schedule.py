"""When a source is asked next, and which sources are given up for dead."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.schedule import (
    DAY,
    RETIRED,
    UNFINISHED,
    PollSchedule,
    Retire,
    Revive,
    by_source,
    reason_to_retire,
)
from crawlers.frontier.state import Failing, Habits, SourceState
from pipeline.config import Every, Source
from tests.support.captures import BEGUN, SITE, capture, long_text, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEED = Source("feed", "https://bao.example/rss")
QUIET = Source("feed", "https://bao.example/yen.rss")
FIXED = Source("listing", "https://bao.example/tin", Every(timedelta(minutes=7), timedelta(minutes=7)))
WATCHED = attrs.evolve(SITE, sources=(FEED, QUIET, FIXED))


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Give an empty frontier before an empty archive."""
    made = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield made
    made.close()


@pytest.fixture
def schedule(frontier: Frontier) -> Iterator[PollSchedule]:
    """Give the schedule of a site that has been archived: FEED brought thirty articles yesterday round this hour."""
    with open_store() as store:
        days = (datetime.now(UTC) - timedelta(days=1) - BEGUN) / timedelta(minutes=1)
        for number in range(30):
            store.take(capture(f"/bai-{number}.html", days + 2 * number - 30, long_text(str(number)), f"Bài {number}"))
        yield PollSchedule(frontier, store.archive.db)


def state(
    url: str = FEED.url, failing: Failing | None = None, due_at: float | None = None, **habits: Any
) -> SourceState:
    """Return how a source stands that was asked just now, and has been for a month and more."""
    return SourceState(
        url,
        SITE.domain,
        polled_at=time.time(),
        read_at=time.time(),
        due_at=due_at,
        failing=failing or Failing(),
        habits=Habits(**{"watched_since": time.time() - 40 * DAY, **habits}),
    )


def failing(days: float, error: str) -> SourceState:
    """Return how a source stands that has failed for so many days."""
    return state(failing=Failing(count=9, since=ago(days), error=error))


def ago(days: float) -> float:
    """Return a moment so many days ago, in epoch seconds."""
    return time.time() - days * DAY


def test_what_was_never_asked_is_due(schedule: PollSchedule, frontier: Frontier) -> None:
    """All sources at first; then each when its time comes."""
    assert schedule.due(WATCHED) == [FEED.url, QUIET.url, FIXED.url]
    for source, wait in ((FEED, -1.0), (QUIET, 60.0), (FIXED, 30.0)):
        frontier.save_source(state(url=source.url, due_at=time.time() + wait))
    assert schedule.due(WATCHED) == [FEED.url]
    next_due = schedule.next_due(WATCHED)
    assert next_due is not None
    assert next_due < time.time()


def test_a_clock_that_was_put_back(schedule: PollSchedule, frontier: Frontier) -> None:
    """A poll planned in a future that is now a year away is due, and not in a year."""
    for source in WATCHED.sources:
        frontier.save_source(state(url=source.url, due_at=time.time() + 365 * DAY))
    assert len(schedule.due(WATCHED)) == 3


def test_who_brings_news_is_asked_sooner(schedule: PollSchedule, frontier: Frontier) -> None:
    """Than who was silent as long; and one whose owner said how often, so often."""
    for source in WATCHED.sources:
        frontier.save_source(state(url=source.url, watched_since=ago(2)))
    waits = {}
    for source in WATCHED.sources:
        waits[source.url] = [
            schedule.after_poll(WATCHED, source, frontier.source_state(SITE.domain, source.url)) for _ in range(20)
        ]
    of = {url: sum(moments) / 20 - time.time() for url, moments in waits.items()}
    assert of[FEED.url] < 0.8 * of[QUIET.url]
    assert of[FIXED.url] == pytest.approx(7 * 60, rel=0.1)


def test_a_source_that_fails_is_asked_less(schedule: PollSchedule) -> None:
    """Ever less, within its bounds; a retired one once a day."""
    waits = [
        schedule.after_poll(WATCHED, FEED, state(failing=Failing(count=failures))) - time.time()
        for failures in (0, 2, 12)
    ]
    assert waits[0] * 2 < waits[1] < waits[2] <= 3 * 3600
    assert schedule.after_poll(WATCHED, FEED, attrs.evolve(state(), retired="x")) - time.time() == pytest.approx(
        RETIRED, abs=5
    )


def test_a_walk_that_was_cut_short_goes_on_soon(schedule: PollSchedule) -> None:
    """A source that was too long for one crawl is due in a minute, whatever its news; not one that failed."""
    unfinished = attrs.evolve(state(), read_at=None)
    assert schedule.after_poll(WATCHED, FIXED, unfinished) - time.time() == pytest.approx(UNFINISHED, abs=5)
    broken = attrs.evolve(unfinished, failing=Failing(count=1))
    assert schedule.after_poll(WATCHED, FIXED, broken) - time.time() > 2 * UNFINISHED


ALIVE = state(url=QUIET.url, news_at=ago(1))


@pytest.mark.parametrize(
    ("stands", "others", "reason"),
    [
        (state(), [ALIVE], None),
        (failing(4, "answered 404"), [ALIVE], "answered 404"),
        (failing(2, "answered 404"), [ALIVE], None),
        (failing(4, "x"), [], None),  # the one way there is
        (failing(4, "x"), [attrs.evolve(ALIVE, failing=Failing(count=3))], None),  # it is the site
        (state(empty_since=ago(8)), [ALIVE], "names no article"),
        (state(empty_since=ago(6)), [ALIVE], None),
        (state(changed_at=ago(31)), [ALIVE], "has not changed for long"),
        (state(changed_at=ago(12)), [ALIVE], None),
        (state(changed_at=ago(31)), [state(url=QUIET.url, news_at=ago(20))], None),  # a portal at rest
        (state(changed_at=ago(31)), [], None),
    ],
)
def test_who_is_dead(stands: SourceState, others: list[SourceState], reason: str | None) -> None:
    """A source that failed, named nothing or named the same for long, while its site's others do well."""
    assert reason_to_retire(stands, others, time.time()) == reason


def test_retired_and_back(schedule: PollSchedule, frontier: Frontier) -> None:
    """What is judged dead is retired until it is not; one with a fixed time never is."""
    dead = {"empty_since": ago(10), "watched_since": ago(40)}
    frontier.save_source(attrs.evolve(ALIVE, url=QUIET.url))
    for source in (FEED, FIXED):
        frontier.save_source(state(url=source.url, **dead))
    assert schedule.changes(WATCHED) == [Retire(FEED.url, "names no article")]
    schedule.apply(WATCHED, Retire(FEED.url, "names no article"))
    assert schedule.changes(WATCHED) == []
    assert FEED.url not in schedule.due(WATCHED)
    retired = frontier.source_state(SITE.domain, FEED.url)
    frontier.save_source(attrs.evolve(retired, habits=attrs.evolve(retired.habits, empty_since=None)))
    assert schedule.changes(WATCHED) == [Revive(FEED.url)]
    schedule.apply(WATCHED, Revive(FEED.url))
    assert FEED.url in schedule.due(WATCHED)


# When news came


def test_files_of_a_sitemap_stand_for_it() -> None:
    """What an index's files brought, the index brought; what a source brought that is no longer there, nobody did."""
    index = Source("sitemap", "https://bao.example/sitemap.xml")
    other = Source("sitemap", "https://con.bao.example/sitemap.xml")
    brought = {"https://bao.example/sitemap-2026-7.xml": [BEGUN], FEED.url: [BEGUN, BEGUN]}
    assert by_source(brought, [FEED, index, other]) == {FEED.url: [BEGUN] * 2, index.url: [BEGUN], other.url: []}
    assert by_source({"https://bao.example/cu.rss": [BEGUN]}, [FEED]) == {FEED.url: []}
