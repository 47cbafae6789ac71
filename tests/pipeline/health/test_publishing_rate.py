"""At which hours a source publishes, by when it did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.clock import VIETNAM
from pipeline.health.publishing_rate import HOURS, estimate_rates, hour_of_week

MONDAY = datetime(2026, 3, 2, tzinfo=VIETNAM)
BEGUN = MONDAY - timedelta(days=42)


def daily(hour: int, days: range = range(42), count: int = 2) -> list[datetime]:
    """Return news that came at an hour on so many days before MONDAY."""
    return [MONDAY - timedelta(days=day + 1) + timedelta(hours=hour, minutes=n) for day in days for n in range(count)]


def test_the_week_begins_on_monday_in_vietnam() -> None:
    """Whatever zone a moment is given in."""
    assert hour_of_week(MONDAY) == 0
    assert hour_of_week(MONDAY.astimezone(UTC) + timedelta(days=6, hours=23, minutes=59)) == HOURS - 1


def test_hours_are_learned() -> None:
    """Two news each day at eight: some two an hour then, next to none at ten."""
    rates = estimate_rates(daily(8), BEGUN, MONDAY)
    assert all(1.7 < rates[day * 24 + 8] < 2.2 for day in range(7))
    assert all(rates[day * 24 + 10] < 0.2 for day in range(7))


def test_days_are_learned() -> None:
    """A portal that rests on Sundays is expected to."""
    rates = estimate_rates([moment for moment in daily(8) if moment.weekday() != 6], BEGUN, MONDAY)
    assert rates[6 * 24 + 8] < 0.4
    assert rates[2 * 24 + 8] > 1.7


def test_what_is_new_counts_more() -> None:
    """A source that brought two a day until three weeks ago and nothing since is expected to bring less than one."""
    assert estimate_rates(daily(8, range(21, 42)), BEGUN, MONDAY)[8] < 0.9
    assert estimate_rates(daily(8, range(21)), BEGUN, MONDAY)[8] > 1.0


def test_nothing_known_is_a_newspapers_day() -> None:
    """By day more than by night; the longer nothing came, the less is expected."""
    blank = estimate_rates([], MONDAY, MONDAY)
    assert blank[9] > 5 * blank[2] > 0
    assert estimate_rates([], BEGUN, MONDAY)[9] < blank[9] / 8


def test_news_of_the_future_teach_nothing() -> None:
    """Nor do those from before a source was watched."""
    strange = [MONDAY + timedelta(days=400), BEGUN - timedelta(days=1)]
    assert estimate_rates(strange, BEGUN, MONDAY) == estimate_rates([], BEGUN, MONDAY)
