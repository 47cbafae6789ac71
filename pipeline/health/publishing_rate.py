"""How many articles a source publishes, by hour of the week: an estimate from when it brought some. Pure.

The week has 168 hours, the first begins on Monday 00:00 in Vietnam.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

HOURS = 168
WEEK = timedelta(days=7)
MEMORY = 8 * WEEK  # news older than that say nothing any more
HALF_LIFE = 3.0  # weeks after which news count half
# What is expected before anything is known: a newspaper's day (news an hour by the hour), thinned at night.
USUAL = (*(0.1,) * 5, 0.4, 1.0, *(1.5,) * 5, *(1.0,) * 2, *(1.5,) * 4, *(1.0,) * 3, 0.6, 0.3, 0.1)
DOUBT = 0.5  # weeks of observation that what is usual (of all days, then of this hour in the week) counts for

Rates = tuple[float, ...]  # news an hour, for each hour of the week


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
