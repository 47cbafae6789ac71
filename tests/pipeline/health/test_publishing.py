"""What is expected of a day: the rest of silence and yield is tested by whole assessments (test_rules.py)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from pipeline.clock import VIETNAM
from pipeline.health.holidays import is_holiday
from pipeline.health.inputs import HealthInputs, RecentArticle
from pipeline.health.publishing import falling_yield, kind_of_day, silence, usual_rates
from pipeline.health.publishing_rate import HOURS

NOON = datetime(2026, 3, 18, 12, tzinfo=VIETNAM)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 17), "holiday"),  # the first day of the lunar year
        (date(2026, 2, 14), "holiday"),  # offices empty before it
        (date(2027, 2, 6), "holiday"),
        (date(2026, 4, 30), "holiday"),
        (date(2026, 3, 18), "working day"),
        (date(2026, 3, 21), "weekend"),
    ],
)
def test_what_is_expected_of_a_day(day: date, kind: str) -> None:
    """Holidays of the law and around Tết; weekends; working days."""
    assert kind_of_day(day) == kind
    assert is_holiday(day) == (kind == "holiday")


def hourly(until: datetime) -> list[datetime]:
    """Moments of an article an hour for fifty days."""
    return [until - number * HOUR for number in range(24 * 50)][::-1]


def test_the_usual_rate_of_a_site_is_what_it_published() -> None:
    """One an hour, whatever the hour; days of rest do not thin it."""
    rates = usual_rates(hourly(NOON), NOON - 50 * DAY, NOON)
    assert 0.95 < sum(rates) / HOURS < 1.05
    assert all(0.8 < rate < 1.15 for rate in rates)


def test_silence_says_since_when_and_what_was_to_be_expected() -> None:
    """The moment is Vietnam's, and the number that of the usual rate."""
    last = NOON - 22 * HOUR
    rates = usual_rates(hourly(last), NOON - 50 * DAY, NOON)
    inputs = HealthInputs(NOON - 50 * DAY, usual_rates=rates, articles=[RecentArticle(last, 2000)])
    reason = silence(inputs, NOON)
    assert reason is not None
    assert reason.values["since"] == "17/03/2026 14:00"
    assert 20 <= int(reason.values["expected"]) <= 24
    assert silence(inputs, last + 5 * HOUR) is None


def test_a_yield_falls_by_three_working_days() -> None:
    """A third of what such days bring is too little, nine tenths are not; too few days say nothing."""
    days = [(NOON - number * DAY).date() for number in range(1, 50)]
    latest = [day for day in days if kind_of_day(day) == "working day"][:3]
    for count, falls in ((8, True), (22, False)):
        by_day = {day: count if day in latest else 24 for day in days}
        reason = falling_yield(HealthInputs(NOON - 50 * DAY, articles_by_day=by_day), NOON)
        assert (reason is not None) == falls
    assert falling_yield(HealthInputs(NOON - 10 * DAY, articles_by_day=dict.fromkeys(latest, 0)), NOON) is None
