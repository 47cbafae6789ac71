"""PollSchedule: when each source of a site is to be asked next, and which have nothing to bring any more.

A source that is dead for long is retired: asked once a day, until it brings something again.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import attrs

from crawlers.frontier.timetable import JITTER, next_poll, timetable
from pipeline.archive import arrivals
from pipeline.clock import now
from pipeline.health import MEMORY, estimate_rates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from crawlers.frontier.frontier import Frontier, SourceState
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


class PollSchedule:
    """The polls of all sites. One object for a process: what it learned of a site is kept for an hour."""

    def __init__(self, frontier: Frontier, db: Database) -> None:
        self._frontier = frontier
        self._db = db
        self._tables: dict[str, tuple[float, Site, dict[str, Intervals]]] = {}

    def due(self, site: Site) -> list[str]:
        """Return the sources to be asked now."""
        return [state.url for state in self._states(site) if _due_at(site, state) <= time.time()]

    def next_due(self, site: Site) -> float | None:
        """Return when the next source is to be asked (epoch seconds, maybe past); None where there is none."""
        return min((_due_at(site, state) for state in self._states(site)), default=None)

    def _states(self, site: Site) -> list[SourceState]:
        return [self._frontier.source(site.domain, source.url) for source in site.sources]

    def after(self, site: Site, source: Source, state: SourceState) -> float:
        """Return when to ask a source again that is asked now; `state` is how it stands, with its failures."""
        wait = self._wait(site, source)
        if state.retired:
            wait = RETIRED
        elif state.failures and not source.every.is_fixed:
            wait = min(wait * 2.0 ** min(state.failures, 20), source.every.latest.total_seconds())
        return time.time() + wait

    def _wait(self, site: Site, source: Source) -> float:
        moment = now()
        intervals = self._timetable(site)[source.url]
        return (next_poll(intervals, moment, random.random()) - moment).total_seconds()  # noqa: S311  a tenth of chance

    def _timetable(self, site: Site) -> dict[str, Intervals]:
        known = self._tables.get(site.domain)
        if known and known[1] == site and time.monotonic() - known[0] < BELIEVED:
            return known[2]
        moment = now()
        brought = by_source(arrivals(self._db, site.domain, moment - MEMORY), site.sources)
        rates = {}
        for state in self._states(site):
            begun = datetime.fromtimestamp(state.watched_since or time.time(), UTC)
            news = brought[state.url]
            rates[state.url] = estimate_rates(news, min([begun, *news]), moment)
        table = timetable(rates, {source.url: source.every for source in site.sources})
        self._tables[site.domain] = (time.monotonic(), site, table)
        return table

    def judge(self, site: Site) -> dict[str, str | None]:
        """Return the sources that are to be retired, with the reason, or taken back (None). Nothing is saved.

        One whose owner said how often it is to be asked is asked so often.
        """
        states = self._states(site)
        fixed = {source.url for source in site.sources if source.every.is_fixed}
        turned: dict[str, str | None] = {}
        for state in states:
            others = [other for other in states if other.url != state.url]
            reason = None if state.url in fixed else why_dead(state, others, time.time())
            if bool(reason) != bool(state.retired):
                turned[state.url] = reason
        return turned

    def retire(self, site: Site, url: str, reason: str | None) -> None:
        """Let a source be asked once a day from now on; or, where `reason` is None, as its news come."""
        state = self._frontier.source(site.domain, url)
        due_at = time.time() + RETIRED if reason else time.time()
        self._frontier.save_source(attrs.evolve(state, retired=reason, due_at=due_at))


def by_source(brought: dict[str, list[datetime]], sources: Iterable[Source]) -> dict[str, list[datetime]]:
    """Return what each source brought. Files of a sitemap's index stand for the source that looks most like them."""
    credited: dict[str, list[datetime]] = {source.url: [] for source in sources}
    sitemaps = [source.url for source in sources if source.kind == "sitemap"]
    for via, news in brought.items():
        alike = max(sitemaps, key=partial(_shared, via), default=None)
        url = via if via in credited else alike
        if url:
            credited[url] += news
    return credited


def _shared(one: str, other: str) -> int:
    """Return how many characters two addresses begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def why_dead(state: SourceState, others: list[SourceState], at: float) -> str | None:
    """Tell why a source has nothing to bring any more, None where it may have. `at`: epoch seconds.

    Only while the site's other sources do well: else it is the site that is away, or silent.
    """

    def since(moment: float | None, span: float) -> bool:
        return moment is not None and at - moment >= span

    if state.failures and since(state.failing_since, FAILING):
        return state.error or "fails" if any(other.polled_at and not other.failures for other in others) else None
    if not any(other.news_at and at - other.news_at < ALIVE for other in others):
        return None
    if since(state.empty_since, EMPTY):
        return "names no article"
    if since(state.changed_at, FROZEN):
        return "has not changed for long"
    return None


def _due_at(site: Site, state: SourceState) -> float:
    """Return when a source is due. A time further away than any poll is a clock that has been put back: now."""
    if state.polled_at is None or state.due_at is None:
        return 0.0
    latest = max(RETIRED, *(source.every.latest.total_seconds() for source in site.sources)) * (1 + JITTER)
    return 0.0 if state.due_at > time.time() + latest + 60 else state.due_at
