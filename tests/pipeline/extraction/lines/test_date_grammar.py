from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from pipeline.extraction.lines.date_grammar import clock_of, day_of, numbered_zone, offset_of, whole_zone


def test_days_that_the_calendar_has() -> None:
    """A day that does not exist, or of no publication's year, is none."""
    assert day_of(2024, 2, 29) == date(2024, 2, 29)
    assert day_of(2026, 2, 29) is None
    assert day_of(1970, 1, 1) is None


@pytest.mark.parametrize(
    ("hour", "half", "clock"),
    [
        (9, "ch", time(21, 5)),
        (9, "sa", time(9, 5)),
        (12, "am", time(0, 5)),
        (12, "pm", time(12, 5)),
        (17, "pm", time(17, 5)),
        (24, "", None),
    ],
)
def test_halves_of_a_day(hour: int, half: str, clock: time | None) -> None:
    """SA and CH are AM and PM; a 24-hour clock with PM beside it stays one."""
    assert clock_of(hour, 5, half) == clock


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("+07:00", 7), ("+0700", 7), ("+7", 7), ("-07", -7), ("Z", 0), ("GMT", 0), ("+99:00", None)],
)
def test_offsets(zone: str, hours: int | None) -> None:
    """An offset is read however it is written; one of a day or more is none."""
    assert offset_of(zone) == (None if hours is None else timedelta(hours=hours))


def test_zones_are_written_as_in_mails() -> None:
    """A short, a colonned and a named zone at the end become +0700; a number that is no zone stays."""
    assert whole_zone("17:09:00+7") == whole_zone("17:09:00 +07:00") == "17:09:00 +0700"
    assert numbered_zone("17:09 gmt+7") == numbered_zone("17:09 ict") == "17:09 +0700"
    assert numbered_zone("17:09 gmt") == "17:09 +0000"
    assert whole_zone("2026-07-16") == "2026-07-16"
