from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from pipeline.extraction.lines.stamp import Stamp, is_after

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_stamp_is_a_wall_clock_or_a_moment() -> None:
    """The wall clock is taken for Vietnam's; converted, the stated offset is believed."""
    stamp = Stamp(date(2021, 1, 23), time(20, 5), "2021-01-23T20:05:00Z", timedelta())
    assert (stamp.wall, stamp.converted) == ("2021-01-23T20:05:00+07:00", "2021-01-24T03:05:00+07:00")
    assert not stamp.is_vietnams


def test_a_day_has_no_zone() -> None:
    """A stamp without a clock is its day, whichever way it is read."""
    stamp = Stamp(date(2021, 1, 23), None, "23/01/2021", timedelta(hours=9))
    assert stamp.wall == stamp.converted == "2021-01-23"


@pytest.mark.parametrize(
    ("stamp", "after"),
    [
        ("2026-11-24T10:00:00+07:00", False),
        ("2026-11-24T10:01:00+07:00", True),
        ("2026-11-24T10:01:00", True),
        ("2026-11-24", False),
        ("2026-11-25", True),
    ],
)
def test_after_now_by_more_than_a_day(stamp: str, after: bool) -> None:  # noqa: FBT001
    """What lies more than the span after now is after it; without a zone a stamp is Vietnam's."""
    assert is_after(stamp, NOW, DAY) is after
