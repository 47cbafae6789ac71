"""When a source is polled: bounded polls a day, waits by the hour, and sixty days of thirty sites."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta

import attrs
import pytest

from crawlers.frontier.timetable import JITTER, POLLS_A_DAY, next_poll, timetable_of
from pipeline.clock import VIETNAM
from pipeline.config import Every
from pipeline.health.publishing_rate import HOURS, Rates, estimate_rates

MONDAY = datetime(2026, 3, 2, tzinfo=VIETNAM)
BEGUN = MONDAY - timedelta(days=42)
FREE = Every(timedelta(minutes=2), timedelta(hours=3))


def flat(rate: float) -> Rates:
    """Return the same rate for all hours."""
    return (rate,) * HOURS


def test_polls_are_bounded_over_all_sources() -> None:
    """A busy source gets the more of them, a quiet one the fewer, in proportion to the root of what each brings."""
    table = timetable_of({"busy": flat(16), "calm": flat(1)}, {"busy": FREE, "calm": FREE})
    polls = {url: sum(3600 / interval for interval in intervals[:24]) for url, intervals in table.items()}
    assert sum(polls.values()) == pytest.approx(POLLS_A_DAY, rel=0.01)
    assert polls["busy"] == pytest.approx(4 * polls["calm"], rel=0.01)


def test_bounds_are_kept() -> None:
    """Those of each source, though all of them together are more than the polls of a day; a fixed one is as it says."""
    fixed = Every(timedelta(minutes=1), timedelta(minutes=1))
    rates = {"silent": flat(0.0), "fixed": flat(3), **{str(n): flat(50) for n in range(400)}}
    table = timetable_of(rates, {url: fixed if url == "fixed" else FREE for url in rates})
    assert set(table["silent"]) == {3 * 3600.0}
    assert set(table["fixed"]) == {60.0}
    assert set(table["7"]) == {3 * 3600.0}
    (lone,) = timetable_of({"lone": flat(10_000)}, {"lone": FREE}).values()
    assert 86400 / lone[0] == pytest.approx(POLLS_A_DAY, rel=0.01)


def test_a_wait_is_measured_out_by_the_hour() -> None:
    """Asked at 05:30, when polls are two hours apart, and from six on five minutes: it is soon after six."""
    intervals = tuple(7200.0 if hour % 24 < 6 else 300.0 for hour in range(HOURS))
    half_past_five = MONDAY + timedelta(hours=5, minutes=30)
    assert next_poll(intervals, half_past_five, 0.5) == MONDAY + timedelta(hours=6, minutes=3, seconds=45)
    early, late = (next_poll((600.0,) * HOURS, MONDAY, luck) - MONDAY for luck in (0.0, 1.0))
    assert (early.total_seconds(), late.total_seconds()) == (600 * (1 - JITTER), 600 * (1 + JITTER))


# Sixty days of thirty sites


@attrs.define
class Watched:
    """A site of the simulation: what it publishes, and which of its sources names which article."""

    name: str
    published: list[tuple[datetime, tuple[str, ...]]]  # in order; with the sources that name it
    sources: tuple[str, ...]
    brought: dict[str, list[datetime]] = attrs.Factory(dict)
    polls: Counter[int] = attrs.Factory(Counter)  # by day
    waits: list[float] = attrs.Factory(list)  # seconds from publication to archive


DAY = (0, 0, 0, 0, 0, 2, 5, 9, 10, 10, 8, 6, 3, 5, 9, 10, 10, 7, 4, 3, 3, 2, 1, 0)  # when editors publish
DAYS = 60


def make_site(number: int) -> Watched:
    """Return a site: 2 to 150 articles a day, one source or up to six, a portal at rest at weekends or a newspaper."""
    chance = random.Random(number)
    size = 2 * 75 ** (number / 29)
    weekend = chance.choice((0.1, 0.5, 0.9))
    shift = chance.choice((-1, 0, 0, 1))
    sections = tuple(f"{number}/section-{n}" for n in range(chance.randint(0, 5)))
    sources = (f"{number}/newest", *sections)
    times = []
    for day in range(DAYS):
        count = size * (weekend if (BEGUN + timedelta(days=day)).weekday() > 4 else 1) * chance.uniform(0.7, 1.3)
        hours = chance.choices(range(24), DAY, k=int(count) + (chance.random() < count % 1))
        times += [
            BEGUN + timedelta(days=day, hours=(hour + shift) % 24, seconds=chance.random() * 3600) for hour in hours
        ]
    named = [(sources[0], *([chance.choice(sections)] if sections else [])) for _ in times]
    return Watched(str(number), list(zip(sorted(times), named, strict=True)), sources)


def live_through(site: Watched, chance: random.Random) -> None:
    """Let a site be polled as the policy says for DAYS, learning anew every other day."""
    bounds = dict.fromkeys(site.sources, FREE)
    site.brought = {url: [] for url in site.sources}
    lists = {url: [(at, n) for n, (at, named) in enumerate(site.published) if url in named] for url in site.sources}
    read, known = dict.fromkeys(site.sources, 0), set[int]()
    queue = [(BEGUN + timedelta(seconds=chance.random() * 60), url) for url in site.sources]
    heapq.heapify(queue)
    learned, table = -1, {}
    while queue[0][0] < BEGUN + timedelta(days=DAYS):
        at, url = heapq.heappop(queue)
        day = (at - BEGUN).days
        if day // 2 != learned:
            learned = day // 2
            table = timetable_of(
                {source: estimate_rates(news, BEGUN, at) for source, news in site.brought.items()}, bounds
            )
        site.polls[day] += 1
        position = read[url]
        while position < len(lists[url]) and lists[url][position][0] <= at:
            moment, number = lists[url][position]
            position += 1
            if number not in known:
                known.add(number)
                site.brought[url].append(moment)
                # It waits for its turn behind those found with it: a request each two seconds.
                site.waits.append((at - moment).total_seconds() + 2.0 * (position - read[url]))
        read[url] = position
        heapq.heappush(queue, (next_poll(table[url], at, chance.random()), url))


def test_sixty_days_of_thirty_sites() -> None:
    """From publication to archive: half within five minutes, 95 of 100 within twenty, for 300 polls a site a day."""
    sites = [make_site(number) for number in range(30)]
    for site in sites:
        live_through(site, random.Random(site.name))
    waits = sorted(wait for site in sites for wait in site.waits)
    polls = [count for site in sites for count in site.polls.values()]
    assert len(waits) > 50_000
    assert waits[len(waits) // 2] < 5 * 60
    assert waits[len(waits) * 95 // 100] < 20 * 60
    assert max(polls) <= 300
    quiet = sites[0]
    assert max(list(quiet.polls.values())[30:]) < 150, "who publishes two articles a day is not asked all the time"
