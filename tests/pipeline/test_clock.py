from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.clock import from_stamp, in_vietnam, now, to_stamp


def test_now_is_aware() -> None:
    """A moment is never without its zone."""
    assert now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 8, 15, 0, 999_999, UTC),
        datetime(2026, 11, 23, 15, 15, tzinfo=timezone(timedelta(hours=7))),
    ],
)
def test_a_stamp_is_utc_to_the_second(moment: datetime) -> None:
    """Whatever zone a moment is in, its stamp is UTC; it reads back as the same second."""
    assert to_stamp(moment) == "2026-11-23T08:15:00Z"
    assert from_stamp(to_stamp(moment)) == moment.replace(microsecond=0)


def test_stamps_sort_as_their_moments() -> None:
    """Databases compare them as texts."""
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours) for hours in range(0, 20_000, 777)]
    assert sorted(map(to_stamp, moments)) == list(map(to_stamp, moments))


def test_people_see_vietnams_clock() -> None:
    """A late evening in UTC is the next morning in Vietnam."""
    assert in_vietnam("2026-11-23T18:15:00Z") == "2026-11-24T01:15:00+07:00"
