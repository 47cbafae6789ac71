from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.retry_after import retry_after

NOW = 1_784_188_800.0  # 2026-07-16T08:00:00Z


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("007", 7),
        ("Thu, 16 Jul 2026 08:02:00 GMT", 120),
        ("Thu, 16 Jul 2026 15:02:00 +0700", 120),
        ("Thu, 16 Jul 2026 08:02:00 -0000", 120),
        ("Thursday, 16-Jul-26 08:02:00 GMT", 120),
        ("Thu, 16 Jul 2020 08:00:00 GMT", 0),
        ("999999999999999999999999", 999_999_999),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("Thu, 99 Jul 2026 08:02:00 GMT", None),
    ],
)
def test_what_retry_after_asks_for(header: str, seconds: float | None) -> None:
    """A number of seconds, or a date in any form of HTTP's; anything else says nothing."""
    assert retry_after(header, NOW) == seconds


@given(st.text())
def test_no_retry_after_header_breaks_us(header: str) -> None:
    """Whatever a server sends, it is a wait or nothing."""
    wait = retry_after(header, NOW)
    assert wait is None or wait >= 0
