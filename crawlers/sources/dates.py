"""When a feed or sitemap says something was published, where it says so believably."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline import clock
from pipeline.extraction import read_feed_date

# Before the first Vietnamese newspaper went online: the zero of some clock (0001-01-01, 1970-01-01).
EARLIEST = datetime(1995, 1, 1, tzinfo=clock.VIETNAM)
# A clock that is fast, or a zone that is wrong, is off by less than this; an announced text by more.
LENIENCE = timedelta(days=1)


def read_date(raw: str | None, *, month_first: bool = False) -> datetime | None:
    """Aware moment, as `read_feed_date` reads it; None where it lies in the future, or before there was a web."""
    moment = read_feed_date(raw, month_first=month_first)
    try:
        # An aware value's UTC time may lie outside the calendar: 0001-01-01T00:00:00+07:00.
        return moment if moment and EARLIEST <= moment <= clock.now() + LENIENCE else None
    except OverflowError:
        return None
