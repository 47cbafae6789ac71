from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.lines.stated_dates import read_stated


@pytest.mark.parametrize(
    ("text", "wall", "converted"),
    [
        ("2025-10-09T17:55:47+0700", "2025-10-09T17:55:00+07:00", "2025-10-09T17:55:00+07:00"),
        ("2015-03-23 08:06 +07:00", "2015-03-23T08:06:00+07:00", "2015-03-23T08:06:00+07:00"),
        ("2026-01-08", "2026-01-08", "2026-01-08"),
        ("2021-01-23T20:05:00Z", "2021-01-23T20:05:00+07:00", "2021-01-24T03:05:00+07:00"),
        ("1/21/2022 8:12:40 AM", "2022-01-21T08:12:00+07:00", "2022-01-21T08:12:00+07:00"),
        ("1/2/2022 8:12:40 PM", "2022-01-02T20:12:00+07:00", "2022-01-02T20:12:00+07:00"),
        ("21/01/2022 08:12", "2022-01-21T08:12:00+07:00", "2022-01-21T08:12:00+07:00"),
        ("Thu, 16 Jul 2026 17:17:00 +0700", "2026-07-16T17:17:00+07:00", "2026-07-16T17:17:00+07:00"),
    ],
)
def test_stated_dates_are_read(text: str, wall: str, converted: str) -> None:
    """Metadata's dates are read with both their readings: as Vietnam's wall clock and by their offset."""
    stamp = read_stated(text)
    assert stamp
    assert (stamp.wall, stamp.converted) == (wall, converted)


@given(st.text(alphabet="0123456789/-.: ThứngàyTháNăm,hgGMT+|()APMZ", max_size=60))
def test_any_string_is_read_or_is_none(text: str) -> None:
    """No string makes the reading of stated dates raise, and what it gives is ISO 8601."""
    stamp = read_stated(text)
    assert stamp is None or (datetime.fromisoformat(stamp.wall) and datetime.fromisoformat(stamp.converted))
