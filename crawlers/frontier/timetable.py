"""How often a site's sources are polled, by hour of the week, and when the next poll of one is due. Pure.

Polls are spent where news come: of all ways to spend a number of polls, the shortest mean wait has intervals in
proportion to 1/sqrt(articles an hour). Hours of the week are those of `pipeline.health`.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.health import hour_of_week

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.config import Every
    from pipeline.health import Rates

POLLS_A_DAY = 240.0  # of all sources of a site together; chance may add a tenth
# Seconds between two polls of a source that brings one article an hour, at the least: a site that publishes little is
# not asked as often as it might be.
EAGER = 270.0
JITTER = 0.1  # of the time to wait, both ways: sites are not all asked at the full hour

Intervals = tuple[float, ...]  # seconds from one poll to the next, for each hour of the week


def timetable_of(rates: Mapping[str, Rates], bounds: Mapping[str, Every]) -> dict[str, Intervals]:
    """Intervals by source URL that come to POLLS_A_DAY polls of the site a day at most. Bounds are by URL, too.

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
    """Shortest interval, for a source of one article an hour, with which a day's polls are not too many."""

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
    """Moment of the poll after one at `at`. `luck`, from 0 to 1, spreads that by JITTER.

    The wait is measured out hour by hour: a poll at the end of the night is followed by one when the morning begins.
    """
    remaining = 1.0 + JITTER * (2 * luck - 1)
    moment = at
    while True:
        ends = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        interval = intervals[hour_of_week(moment)]
        share = (ends - moment).total_seconds() / interval
        if share >= remaining:
            return moment + timedelta(seconds=remaining * interval)
        remaining -= share
        moment = ends
