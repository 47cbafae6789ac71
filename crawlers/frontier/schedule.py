"""When each source of a site is to be asked next, and which have nothing to bring any more.

A source that is dead for long is retired: asked once a day, until it brings something again.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import attrs

from crawlers.frontier.timetable import JITTER, next_poll, timetable_of
from pipeline.archive import arrivals
from pipeline.clock import now
from pipeline.health import MEMORY, estimate_rates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from crawlers.frontier.frontier import Frontier
    from crawlers.frontier.state import SourceState
    from crawlers.frontier.timetable import Intervals
    from pipeline.config import Site, Source

DAY = 86_400.0
BELIEVED = 3600.0  # seconds that a timetable is kept to
RETIRED = DAY  # seconds from one look at a retired source to the next
UNFINISHED = 60.0  # seconds after which a source that was too long for one crawl is gone on with
# Seconds: how long a source must have been dead. A holiday of nine days (Tết) stops a portal, and kills none.
FAILING = 3 * DAY
EMPTY = 7 * DAY
FROZEN = 30 * DAY
ALIVE = 7 * DAY  # another source has brought news within that: so it is not the site that is silent


@attrs.frozen
class Retire:
    """A source that has nothing to bring any more is to be asked once a day; `reason` is for a person to read."""

    url: str
    reason: str


@attrs.frozen
class Revive:
    """A retired source brings something again, and is to be asked as its news come."""

    url: str


@attrs.frozen
class _Timetable:
    """How often the sources of a site are polled, as learned at a time (monotonic)."""

    site: Site
    learned_at: float
    intervals: dict[str, Intervals]

    def holds_for(self, site: Site) -> bool:
        return self.site == site and time.monotonic() - self.learned_at < BELIEVED


class PollSchedule:
    """The polls of all sites. One object for a process: what it learned of a site is kept for an hour."""

    def __init__(self, frontier: Frontier, db: Database) -> None:
        self._frontier = frontier
        self._db = db
        self._timetables: dict[str, _Timetable] = {}

    def due(self, site: Site) -> list[str]:
        """URLs of the sources to be asked now."""
        return [state.url for state in self._states(site) if _due_at(site, state) <= time.time()]

    def next_due(self, site: Site) -> float | None:
        """When the next source is to be asked (epoch seconds, maybe past); None where there is none."""
        return min((_due_at(site, state) for state in self._states(site)), default=None)

    def _states(self, site: Site) -> list[SourceState]:
        return [self._frontier.source_state(site.domain, source.url) for source in site.sources]

    def after_poll(self, site: Site, source: Source, state: SourceState) -> float:
        """When to ask a source again that was asked just now (epoch seconds); `state` is how it stands by that."""
        wait = self._wait(site, source)
        if state.retired:
            wait = RETIRED
        elif state.failing.count and not source.every.is_fixed:
            wait = min(wait * 2.0 ** min(state.failing.count, 20), source.every.latest.total_seconds())
        if state.is_unfinished:
            wait = min(wait, UNFINISHED)
        return time.time() + wait

    def _wait(self, site: Site, source: Source) -> float:
        moment = now()
        intervals = self._intervals(site)[source.url]
        return (next_poll(intervals, moment, random.random()) - moment).total_seconds()  # noqa: S311  a tenth of chance

    def _intervals(self, site: Site) -> dict[str, Intervals]:
        timetable = self._timetables.get(site.domain)
        if timetable is None or not timetable.holds_for(site):
            timetable = self._timetables[site.domain] = _Timetable(site, time.monotonic(), self._learn(site))
        return timetable.intervals

    def _learn(self, site: Site) -> dict[str, Intervals]:
        moment = now()
        news = by_source(arrivals.by_source(self._db, site.domain, moment - MEMORY), site.sources)
        rates = {}
        for state in self._states(site):
            watched_since = datetime.fromtimestamp(state.habits.watched_since or time.time(), UTC)
            rates[state.url] = estimate_rates(news[state.url], min([watched_since, *news[state.url]]), moment)
        return timetable_of(rates, {source.url: source.every for source in site.sources})

    def changes(self, site: Site) -> list[Retire | Revive]:
        """Sources that are to be retired or revived now, in the order of the site's file. Nothing is saved.

        One whose owner said how often it is to be asked is never retired.
        """
        states = self._states(site)
        fixed = {source.url for source in site.sources if source.every.is_fixed}
        changes: list[Retire | Revive] = []
        for state in states:
            others = [other for other in states if other.url != state.url]
            reason = None if state.url in fixed else reason_to_retire(state, others, time.time())
            if reason and not state.retired:
                changes.append(Retire(state.url, reason))
            elif state.retired and not reason:
                changes.append(Revive(state.url))
        return changes

    def apply(self, site: Site, change: Retire | Revive) -> None:
        """Let a source be asked once a day from now on; or at once, and then as its news come."""
        state = self._frontier.source_state(site.domain, change.url)
        if isinstance(change, Retire):
            state = attrs.evolve(state, retired=change.reason, due_at=time.time() + RETIRED)
        else:
            state = attrs.evolve(state, retired=None, due_at=time.time())
        self._frontier.save_source(state)


def by_source(arrivals_by_via: dict[str, list[datetime]], sources: Iterable[Source]) -> dict[str, list[datetime]]:
    """Arrivals credited to each source. Files of a sitemap's index count for the source that looks most like them."""
    credited: dict[str, list[datetime]] = {source.url: [] for source in sources}
    sitemaps = [source.url for source in sources if source.kind == "sitemap"]
    for via, moments in arrivals_by_via.items():
        closest = max(sitemaps, key=partial(_common_prefix, via), default=None)
        url = via if via in credited else closest
        if url:
            credited[url] += moments
    return credited


def _common_prefix(url: str, other: str) -> int:
    """Count the characters that two addresses begin with alike."""
    pairs = zip(url, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(url), len(other)))


def reason_to_retire(state: SourceState, others: list[SourceState], at: float) -> str | None:
    """Why a source has nothing to bring any more, None where it may have. `at`: epoch seconds.

    Only while the site's other sources do well: else it is the site that is away, or silent.
    """

    def lasts(since: float | None, span: float) -> bool:
        return since is not None and at - since >= span

    if state.failing.count and lasts(state.failing.since, FAILING):
        does_well = any(other.polled_at and not other.failing.count for other in others)
        return (state.failing.error or "fails") if does_well else None
    if not any(other.habits.news_at and at - other.habits.news_at < ALIVE for other in others):
        return None
    if lasts(state.habits.empty_since, EMPTY):
        return "names no article"
    if lasts(state.habits.changed_at, FROZEN):
        return "has not changed for long"
    return None


def _due_at(site: Site, state: SourceState) -> float:
    """When a source is due. A time further away than any poll is a clock that has been put back: now."""
    if state.polled_at is None or state.due_at is None:
        return 0.0
    latest = max(RETIRED, *(source.every.latest.total_seconds() for source in site.sources)) * (1 + JITTER)
    return 0.0 if state.due_at > time.time() + latest + 60 else state.due_at
