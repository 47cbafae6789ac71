"""Addresses that sources name: each once, and how old they are."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawlers.sources.discovered import DiscoveredUrl, once

URL = "https://bao.example/a"
EVENING = datetime(2026, 7, 15, 18, tzinfo=UTC)  # the 16th in Vietnam


def test_an_address_counts_as_it_came_first() -> None:
    """Later ones say nothing more."""
    first, other = DiscoveredUrl(URL, title="Một"), DiscoveredUrl("https://bao.example/b")
    assert once([first, other, DiscoveredUrl(URL, EVENING, "Hai")]) == [first, other]


@pytest.mark.parametrize(
    ("discovered", "day", "expected"),
    [
        (DiscoveredUrl(URL, EVENING), date(2026, 7, 17), True),
        (DiscoveredUrl(URL, EVENING), date(2026, 7, 16), False),
        (DiscoveredUrl(URL, changed_at=EVENING), date(2026, 7, 17), True),
        (DiscoveredUrl(URL, datetime(2020, 1, 1, tzinfo=UTC), changed_at=EVENING), date(2026, 7, 1), True),
        (DiscoveredUrl(URL), date(2026, 7, 17), False),
        (DiscoveredUrl(URL, EVENING), None, False),
    ],
)
def test_older_than_a_day(discovered: DiscoveredUrl, day: date | None, expected: bool) -> None:  # noqa: FBT001
    """By Vietnam's calendar, publication before change; what has no date is not known to be older."""
    assert discovered.is_before(day) is expected
