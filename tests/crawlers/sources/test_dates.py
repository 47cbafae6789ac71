from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sources.dates import read_date


@pytest.mark.parametrize(
    "raw",
    [
        "",
        None,
        "hôm qua",
        "0001-01-01T00:00:00+07:00",
        "1/1/0001 12:00:00 AM",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 18 Feb 2999 20:35:51 +0700",
        "2026-13-45",
        "99/99/2026",
        "Mon, 18 Feb 2019 25:35:51 +0700",
        "17/63",
        "2026-07-16T17:17:00+99:99",
        "Mon, 18 Feb 2019 20:35:51 +9999",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_no_date_is_none(raw: str | None) -> None:
    """What is no date, or none that can be, is None: an invented one would be worse."""
    assert read_date(raw) is None


def test_the_future_is_none() -> None:
    """A moment more than a day ahead is none; a clock that is a little fast is forgiven."""
    now = datetime.now(UTC)
    assert read_date((now + timedelta(hours=7)).isoformat(timespec="seconds")) is not None
    assert read_date((now + timedelta(days=2)).isoformat(timespec="seconds")) is None


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.from_regex(r"\d{1,4}[/.-]\d{1,4}[/.-]\d{1,4}[T ]\d\d:\d\d( ?[+-]\d{4})?")))
def test_any_date_is_a_moment_or_none(raw: str) -> None:
    """No string makes the reading of dates fail."""
    moment = read_date(raw)
    assert moment is None or moment.tzinfo is not None
