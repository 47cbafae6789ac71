from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.health import HealthInputs, LinkCoverage, assess

NOW = datetime(2026, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("links", "days", "is_missing"),
    [
        (LinkCoverage(held=6, refused=3), 0, True),
        (LinkCoverage(held=7, refused=3), 0, False),
        (LinkCoverage(held=6, failed=2, unlisted=1), 0, True),
        (LinkCoverage(held=1, refused=2), 0, False),
        (LinkCoverage(held=6, waiting=30), 0, False),
        (LinkCoverage(held=6, waiting=30), 2, True),
        (LinkCoverage(), 9, False),
    ],
)
def test_a_third_that_is_missing(links: LinkCoverage, days: int, is_missing: bool) -> None:  # noqa: FBT001
    """It makes a site yellow; what waits does once the site has been watched for a day."""
    reasons = assess(HealthInputs(watched_since=NOW - timedelta(days=days), links=links), NOW)
    assert [(reason.kind, reason.colour) for reason in reasons] == ([("missing", "yellow")] if is_missing else [])


def test_what_no_source_names_counts_where_all_is_wanted() -> None:
    """A source that is limited leaves out what its owner does not want."""
    inputs = HealthInputs(watched_since=NOW, links=LinkCoverage(held=1, unlisted=30), wants_all=False)
    assert assess(inputs, NOW) == []
