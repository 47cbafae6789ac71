"""Rhythm: when a source brings news, by hour of the week; and by that, how soon it is worth asking again. Pure.

The week has 168 hours, the first begins on Monday 00:00 in Vietnam. Polls are spent where news come: of all ways to
spend a number of polls, the shortest mean wait has intervals in proportion to 1/sqrt(news an hour).
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pipeline.config import Every

HOURS = 168
WEEK = timedelta(days=7)
MEMORY = 8 * WEEK  # news older than that say nothing any more
HALF_LIFE = 3.0  # weeks after which news count half
# What is expected before anything is known: a newspaper's day (news an hour by the hour), thinned at night.
USUAL = (*(0.1,) * 5, 0.4, 1.0, *(1.5,) * 5, *(1.0,) * 2, *(1.5,) * 4, *(1.0,) * 3, 0.6, 0.3, 0.1)
DOUBT = 0.5  # weeks of observation that what is usual (of all days, then of this hour in the week) counts for

POLLS_A_DAY = 240.0  # of all sources of a site together; chance may add a tenth
# Seconds between two polls of a source that brings one article an hour, at the least: a site that publishes little is
# not asked as often as it might be.
EAGER = 270.0
JITTER = 0.1  # of the time to wait, both ways: sites are not all asked at the full hour

Rates = tuple[float, ...]  # news an hour, for each hour of the week
Intervals = tuple[float, ...]  # seconds from one poll to the next, likewise


def hour_of(moment: datetime) -> int:
    """Return the hour of the week that a moment lies in."""
    there = moment.astimezone(VIETNAM)
    return there.weekday() * 24 + there.hour


def learn(news: Iterable[datetime], since: datetime, now: datetime, usual: Sequence[float] = USUAL) -> Rates:
    """Return how many news an hour a source brings, by when it brought some. It has been watched from `since` on.

    An hour of the week leans on the same hour of all days, and that on what is `usual` (an hour of the day each), as
    long as little is known.
    """
    begun = max(since, now - MEMORY)
    seen = [0.0] * HOURS
    for moment in news:
        if begun <= moment <= now:
            seen[hour_of(moment)] += _weight(now - moment)
    watched = _watched(begun, now)
    rates = [0.0] * HOURS
    for hour in range(24):
        days = range(hour, HOURS, 24)
        there, weeks = sum(seen[day] for day in days), sum(watched[day] for day in days)
        daily = (there + DOUBT * 7 * usual[hour]) / (weeks + DOUBT * 7)
        for day in days:
            rates[day] = (seen[day] + DOUBT * daily) / (watched[day] + DOUBT)
    return tuple(rates)


def _weight(age: timedelta) -> float:
    return float(0.5 ** (age / WEEK / HALF_LIFE))


def _watched(begun: datetime, now: datetime) -> list[float]:
    """Return for how many weeks each hour of the week was watched, the older ones counting less."""
    weeks = max(0.0, (now - begun) / WEEK)
    whole = sum(_weight(WEEK * (week + 0.5)) for week in range(int(weeks)))
    rest = _weight(WEEK * (int(weeks) + 0.5))
    watched = [whole] * HOURS
    for back in range(round((weeks - int(weeks)) * HOURS)):
        watched[hour_of(begun + timedelta(hours=back))] += rest
    return watched


def timetable(rates: Mapping[str, Rates], bounds: Mapping[str, Every]) -> dict[str, Intervals]:
    """Return how often a site's sources are to be polled in each hour of the week, for POLLS_A_DAY at most each day.

    Where the bounds of all sources together ask for more than that, the bounds are kept.
    """
    table: dict[str, list[float]] = {url: [] for url in rates}
    for day in range(7):
        hours = range(day * 24, day * 24 + 24)
        pace = _pace(rates, bounds, hours)
        for url, of_source in rates.items():
            table[url] += [_interval(of_source[hour], pace, bounds[url]) for hour in hours]
    return {url: tuple(intervals) for url, intervals in table.items()}


def _pace(rates: Mapping[str, Rates], bounds: Mapping[str, Every], hours: Sequence[int]) -> float:
    """Return the least interval of one article an hour with which a day's polls are not too many."""

    def polls(pace: float) -> float:
        return sum(
            3600 / _interval(rates[url][hour], pace, bounds[url])
            for url in rates
            if not bounds[url].is_fixed
            for hour in hours
        )

    if polls(EAGER) <= POLLS_A_DAY:
        return EAGER
    low, high = EAGER, EAGER * 1000
    for _ in range(24):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if polls(middle) > POLLS_A_DAY else (low, middle)
    return high


def _interval(rate: float, pace: float, every: Every) -> float:
    least, most = every.soonest.total_seconds(), every.latest.total_seconds()
    return min(most, max(least, pace / math.sqrt(rate) if rate > 0 else most))


def next_poll(intervals: Intervals, at: datetime, luck: float) -> datetime:
    """Return when a source is to be polled after `at`. `luck`, from 0 to 1, spreads that by JITTER.

    The wait is measured out hour by hour: a poll at the end of the night is followed by one when the morning begins.
    """
    left = 1.0 + JITTER * (2 * luck - 1)
    moment = at
    while True:
        ends = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        interval = intervals[hour_of(moment)]
        share = (ends - moment).total_seconds() / interval
        if share >= left:
            return moment + timedelta(seconds=left * interval)
        left -= share
        moment = ends
