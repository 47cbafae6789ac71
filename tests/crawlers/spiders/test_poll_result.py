"""What a poll tells of its source."""

from __future__ import annotations

import time

import attrs
import pytest

from crawlers.frontier.state import Habits, SourceState
from crawlers.spiders.poll_result import PollResult

STATE = SourceState("https://bao.example/rss", "bao.example")
URLS = {"https://bao.example/a", "https://bao.example/b"}


def with_habits(state: SourceState, **habits: float) -> SourceState:
    """Return a state with other habits."""
    return attrs.evolve(state, habits=attrs.evolve(state.habits, **habits))


def update(state: SourceState, result: PollResult, *, is_read_whole: bool = True) -> Habits:
    """Return a source's habits by a poll."""
    return result.update(state, is_read_whole=is_read_whole).habits


def test_a_poll_tells_how_a_source_stands() -> None:
    """By what it names, not by its bytes."""
    first = PollResult(named=URLS, new=2).update(STATE, is_read_whole=True)
    assert first.habits.news_at == first.habits.changed_at
    assert first.habits.empty_since is None
    old = with_habits(first, news_at=5.0, changed_at=5.0)
    same = update(old, PollResult(named=set(URLS), is_changed=True))
    assert (same.news_at, same.changed_at) == (5.0, 5.0)
    other = update(old, PollResult(named=URLS - {min(URLS)}))
    assert (other.news_at, other.changed_at) == (5.0, pytest.approx(time.time(), abs=60))


def test_a_poll_that_found_nothing() -> None:
    """It names no article since the first time that it did not; one that came as before tells nothing."""
    empty = PollResult().update(STATE, is_read_whole=True)
    assert empty.habits.empty_since == pytest.approx(time.time(), abs=60)
    long_empty = with_habits(empty, empty_since=5.0)
    assert update(long_empty, PollResult()).empty_since == 5.0
    assert update(long_empty, PollResult(is_skipped=True)).empty_since == 5.0
    assert update(empty, PollResult(named=URLS)).empty_since is None


def test_a_sitemap_changes_with_its_files() -> None:
    """Of which a poll reads but some: what it names is another thing each time."""
    stands = with_habits(STATE, changed_at=5.0)
    assert update(stands, PollResult(named=URLS), is_read_whole=False).changed_at == 5.0
    assert update(stands, PollResult(named=URLS, is_changed=True), is_read_whole=False).changed_at != 5.0
