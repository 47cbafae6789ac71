from __future__ import annotations

import pytest

from pipeline.config.fields import parse_span


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("15m", 900), ("6h", 21600), ("1d", 86400), ("2 h", 7200)])
def test_a_length_of_time(text: str, seconds: int) -> None:
    """A number and one of s, m, h, d."""
    assert parse_span(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "0m", "-1h", "1", "h", "1w", "1.5h", "9999999d", 30, None, "1h30m", "१h"])
def test_no_length_of_time(text: object) -> None:
    """Anything else is refused, a time that never passes too."""
    with pytest.raises(ValueError, match="90s, 15m, 6h or 1d is wanted"):
        parse_span(text)
