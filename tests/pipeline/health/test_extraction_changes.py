"""A layout that changed is seen by how the latest articles are extracted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from pipeline.health.extraction_changes import BEFORE, RECENT, extraction_changes
from pipeline.health.inputs import RecentArticle

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)


def hourly(number: int) -> list[RecentArticle]:
    """So many articles alike, one an hour, oldest first."""
    return [RecentArticle(NOON - age * timedelta(hours=1), 2000, removed_share=0.3) for age in range(number)][::-1]


def test_articles_that_are_alike_are_no_reason() -> None:
    """Nor is none."""
    assert extraction_changes(hourly(200)) == []


def test_the_numbers_are_medians() -> None:
    """Letters now and before; percent that is left out now and before."""
    articles = hourly(200)
    latest = [attrs.evolve(article, length=500, removed_share=0.8) for article in articles[-RECENT:]]
    shorter, removed = extraction_changes([*articles[:-RECENT], *latest])
    assert (shorter.kind, shorter.values) == ("shorter", {"now": 500, "before": 2000})
    assert (removed.kind, removed.values) == ("boilerplate", {"now": 80, "before": 30})


def test_too_few_articles_before_say_nothing() -> None:
    """Those of the last day do not count: what changed today is not yet usual."""
    articles = hourly(BEFORE + 23)
    undated = [attrs.evolve(article, has_date=False) for article in articles[-RECENT:]]
    assert extraction_changes([*articles[:-RECENT], *undated]) == []
