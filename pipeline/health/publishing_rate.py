"""How many articles a source publishes, by hour of the week: an estimate from when it published some. Pure.

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
MEMORY = 8 * WEEK  # articles older than that say nothing any more
HALF_LIFE = 3.0  # weeks after which articles count half
# What is expected before anything is known: a newspaper's day (articles an hour by the hour), thinned at night.
USUAL = (*(0.1,) * 5, 0.4, 1.0, *(1.5,) * 5, *(1.0,) * 2, *(1.5,) * 4, *(1.0,) * 3, 0.6, 0.3, 0.1)
DOUBT = 0.5  # weeks of observation that what is usual (of all days, then of this hour in the week) counts for

Rates = tuple[float, ...]  # articles an hour, for each hour of the week


def hour_of_week(moment: datetime) -> int:
    """Index of the hour that a moment lies in, 0 to 167."""
    local = moment.astimezone(VIETNAM)
    return local.weekday() * 24 + local.hour


def estimate_rates(
    published: Iterable[datetime], since: datetime, now: datetime, usual: Sequence[float] = USUAL
) -> Rates:
    """Estimate the rates of a source that has been watched from `since` on, by when its articles came out.

    An hour of the week leans on the same hour of all days, and that on what is `usual` (an hour of the day each), as
    long as little is known.
    """
    begun = max(since, now - MEMORY)
    articles = [0.0] * HOURS
    for moment in published:
        if begun <= moment <= now:
            articles[hour_of_week(moment)] += _weight(now - moment)
    watched = _weeks_watched(begun, now)
    rates = [0.0] * HOURS
    for hour in range(24):
        days = range(hour, HOURS, 24)
        total, weeks = sum(articles[day] for day in days), sum(watched[day] for day in days)
        daily = (total + DOUBT * 7 * usual[hour]) / (weeks + DOUBT * 7)
        for day in days:
            rates[day] = (articles[day] + DOUBT * daily) / (watched[day] + DOUBT)
    return tuple(rates)


def _weight(age: timedelta) -> float:
    return float(0.5 ** (age / WEEK / HALF_LIFE))


def _weeks_watched(begun: datetime, now: datetime) -> list[float]:
    """For how many weeks each hour of the week was watched, the older ones counting less."""
    weeks = max(0.0, (now - begun) / WEEK)
    whole = sum(_weight(WEEK * (week + 0.5)) for week in range(int(weeks)))
    rest = _weight(WEEK * (int(weeks) + 0.5))
    watched = [whole] * HOURS
    for back in range(round((weeks - int(weeks)) * HOURS)):
        watched[hour_of_week(begun + timedelta(hours=back))] += rest
    return watched
