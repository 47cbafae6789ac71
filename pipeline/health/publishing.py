"""Whether a site publishes as much as usual: silence, and a yield that falls. Pure."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from pipeline.clock import VIETNAM
from pipeline.health.holidays import is_holiday
from pipeline.health.publishing_rate import MEMORY, estimate_rates, hour_of_week
from pipeline.health.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from pipeline.health.inputs import HealthInputs
    from pipeline.health.publishing_rate import Rates

DAY = timedelta(days=1)
HOLIDAY = 0.3  # of what a Sunday brings; seen at newspapers. A portal that rests on Sundays is not expected to publish
SILENT = 16.0  # articles that were to be expected since the last one: chance is silent so long once in 9 million times
# Or half of that, where no such day was ever nearly as poor.
REGULARLY_SILENT, LEAST, REGULAR_DAYS = 8.0, 3, 15
FALLING, RARE = 0.6, 4.0  # of what three such days bring; standard deviations below that


def silence(inputs: HealthInputs, now: datetime) -> Reason | None:
    """Compare what has come since the last article, nothing, with what was to be expected. Needs one article."""
    last_at = inputs.articles[-1].published_at
    expected = _expected(inputs.usual_rates, last_at, now)
    is_long = now - last_at >= DAY and _expected(inputs.usual_rates, now - DAY, now) >= REGULARLY_SILENT
    if expected < SILENT and not (is_long and _is_regular(inputs, now)):
        return None
    since = f"{last_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    return Reason("silent", "red", {"since": since, "expected": round(expected)})


def falling_yield(inputs: HealthInputs, now: datetime) -> Reason | None:
    """Compare the last three whole working days with all those before."""
    counts = [count for day, count in sorted(_by_day(inputs, now).items()) if kind_of_day(day) == "working day"]
    before, latest = counts[:-3], counts[-3:]
    if len(before) < REGULAR_DAYS:
        return None
    mean = sum(before) / len(before)
    spread = math.sqrt(max(mean, sum((count - mean) ** 2 for count in before) / (len(before) - 1)))
    usual, count = 3 * mean, sum(latest)
    if count >= FALLING * usual or usual - count < RARE * math.sqrt(3) * spread:
        return None
    return Reason("falling", "yellow", {"count": count, "usual": round(usual)})


def usual_rates(published: Sequence[datetime], watched_since: datetime, now: datetime) -> Rates:
    """Estimate how many articles an hour a site brings on days that are no holidays, as known a day before now."""
    working = [moment for moment in published if not is_holiday(moment.astimezone(VIETNAM).date())]
    begun = max(min([watched_since, *working[:1]]), now - MEMORY)
    days = [(begun + number * DAY).astimezone(VIETNAM).date() for number in range((now - begun).days)]
    share = sum(not is_holiday(day) for day in days) / max(1, len(days))
    rates = estimate_rates(working, begun, now - DAY, usual=(0.0,) * 24)
    return tuple(rate / max(share, 0.5) for rate in rates)


def kind_of_day(day: date) -> Literal["holiday", "weekend", "working day"]:
    """Which other days a day is compared with."""
    return "holiday" if is_holiday(day) else "weekend" if day.weekday() > 4 else "working day"


def _expected(rates: Rates, since: datetime, until: datetime) -> float:
    """Number of articles that usually come out between two moments."""
    expected, moment = 0.0, since
    while moment < until:
        ends = min(until, moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
        hour = hour_of_week(moment)
        rate = rates[hour]
        if is_holiday(moment.astimezone(VIETNAM).date()):
            rate = HOLIDAY * min(rate, rates[6 * 24 + hour % 24])
        expected += rate * ((ends - moment) / timedelta(hours=1))
        moment = ends
    return expected


def _by_day(inputs: HealthInputs, now: datetime) -> dict[date, int]:
    """Articles of each whole day since the site is watched, of eight weeks at most."""
    today = now.astimezone(VIETNAM).date()
    begun = max(inputs.watched_since, now - MEMORY).astimezone(VIETNAM).date() + DAY
    days = [begun + number * DAY for number in range((today - begun).days)]
    return {day: inputs.articles_by_day.get(day, 0) for day in days}


def _is_regular(inputs: HealthInputs, now: datetime) -> bool:
    """Whether no day like those of the silence was ever nearly as poor."""
    last_day = inputs.articles[-1].published_at.astimezone(VIETNAM).date()
    kind = kind_of_day(now.astimezone(VIETNAM).date())
    alike = [count for day, count in _by_day(inputs, now).items() if day < last_day and kind_of_day(day) == kind]
    return len(alike) >= REGULAR_DAYS and min(alike) >= LEAST
