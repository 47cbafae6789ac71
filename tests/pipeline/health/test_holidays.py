"""Days on which offices rest and papers print less."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.health.holidays import is_holiday


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2026, 9, 2), True),  # the national day
        (date(2026, 2, 12), False),
        (date(2026, 2, 13), True),  # offices empty before the lunar year, here on the 17th
        (date(2026, 2, 24), True),
        (date(2026, 2, 25), False),
        (date(2027, 4, 30), True),  # a Friday
        (date(2026, 3, 21), False),  # a Saturday is a weekend
        (date(2026, 3, 18), False),
    ],
)
def test_holidays_are_the_law_s_and_the_days_around_tet(day: date, *, rests: bool) -> None:
    """By the calendar of each year."""
    assert is_holiday(day) == rests


def test_a_working_day_between_two_days_off_is_one_too() -> None:
    """A Friday after New Year's Day, and a Monday before the day of culture; not a Monday like others."""
    assert is_holiday(date(2026, 1, 2))
    assert is_holiday(date(2026, 11, 23))
    assert not is_holiday(date(2026, 11, 16))
