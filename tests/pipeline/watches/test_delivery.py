"""What follows for a delivery from a success or a failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import attrs
import pytest

from pipeline.archive import Position
from pipeline.clock import from_stamp, to_stamp
from pipeline.watches.delivery import Delivery, after_failure, after_success

BEGUN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
NEW = Delivery("dat", "webhook", "x", to_stamp(BEGUN))


def fail_until_off(chance: float) -> list[timedelta]:
    """Return when a receiver that never comes back is asked, from the first time on, until it is given up."""
    now, tried, one = BEGUN, [], NEW
    while one.off_at is None:
        tried.append(now - BEGUN)
        one = after_failure(one, "500", now, chance)
        if one.next_at:
            assert not one.is_due(now)
            now = from_stamp(one.next_at)
            assert one.is_due(now)
    assert not one.is_due(now + timedelta(days=999))
    assert one.next_at is None
    return tried


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_retries_back_off_to_a_day_and_end_after_five(chance: float) -> None:
    """Soon at first, then once a day; given up at the first failure after five days, whatever chance adds."""
    tried = fail_until_off(chance)
    gaps = [after - before for before, after in pairwise(tried)]
    assert timedelta(seconds=4) <= gaps[0] <= timedelta(seconds=6)
    assert gaps == sorted(gaps)
    assert timedelta(hours=21) <= gaps[-1] <= timedelta(hours=27)
    assert tried[-2] < timedelta(days=5) <= tried[-1] < timedelta(days=6, hours=6)


def test_a_machine_that_was_off_for_a_week_has_not_tried() -> None:
    """One failure before and one after do not switch a watch off."""
    once = after_failure(NEW, "timed out", BEGUN, 0.5)
    assert after_failure(once, "timed out", BEGUN + timedelta(days=7), 0.5).off_at is None


def test_a_receiver_that_wants_no_more_is_off_at_once() -> None:
    """410 Gone says so."""
    assert after_failure(NEW, "410 Gone", BEGUN, 0.5, for_good=True).off_at == to_stamp(BEGUN)


def test_success_forgets_failures() -> None:
    """And counts."""
    failing = after_failure(NEW, "500", BEGUN, 0.5)
    done = after_success(failing, Position(7, "z"), BEGUN)
    assert done == attrs.evolve(NEW, event=7, event_at="z", delivered=1, delivered_at=to_stamp(BEGUN))


@pytest.mark.parametrize(
    ("wait", "hours"), [(0.0, 5 / 3600), (1.0, 5 / 3600), (7200.0, 2), (10 * 86_400.0, 24), (float("inf"), 24)]
)
def test_a_receiver_may_ask_for_a_longer_wait(wait: float, hours: float) -> None:
    """Not for a shorter one than the schedule's, nor for more than a day."""
    waiting = after_failure(NEW, "503", BEGUN, 0.5, wait=wait)
    assert waiting.next_at == to_stamp(BEGUN + timedelta(hours=hours))
