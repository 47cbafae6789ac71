"""How a delivery stands after a failure, and how that is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.clock import from_stamp, to_stamp
from pipeline.config import Home
from pipeline.watches import delivery as standing
from pipeline.watches.delivery import Delivery, digest, open_deliveries, read_deliveries
from pipeline.watches.match import Position
from pipeline.watches.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path

BEGUN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
NEW = Delivery("dat", "webhook", "x", to_stamp(BEGUN))


def fail_until_off(chance: float) -> list[timedelta]:
    """Return when a receiver that never comes back is asked, from the first time on, until it is given up."""
    now, tried, one = BEGUN, [], NEW
    while one.off_at is None:
        tried.append(now - BEGUN)
        one = standing.failed(one, "500", now, chance)
        if one.next_at:
            assert not one.is_due(now)
            now = from_stamp(one.next_at)
            assert one.is_due(now)
    assert not one.is_due(now + timedelta(days=999))
    assert one.next_at is None
    return tried


def test_a_damaged_file_is_moved_aside(tmp_path: Path) -> None:
    """Watches begin anew then, behind what there is."""
    home = Home(tmp_path)
    home.deliveries.write_bytes(b"garbage" * 1000)
    assert read_deliveries(home) == {}
    with open_deliveries(home) as deliveries:
        deliveries.take_up([Watch("dat", webhook="https://a.example/", secret="x")], Position(7, "x"), BEGUN)
    assert read_deliveries(home)["dat", "webhook"].event == 7
    assert (tmp_path / "deliveries.db.damaged").read_bytes().startswith(b"garbage")


def test_damage_within_is_found_too(tmp_path: Path) -> None:
    """Where the file can be opened, and the one page of its table can't be read."""
    home = Home(tmp_path)
    with open_deliveries(home) as deliveries:
        deliveries.take_up([Watch("dat", webhook="https://a.example/", secret="x")], Position(7, "x"), BEGUN)
    with closing(sqlite3.connect(home.deliveries)) as db:
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'deliveries'")
        ((size,),) = db.execute("PRAGMA page_size")
    with home.deliveries.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with open_deliveries(home) as deliveries:
        assert deliveries.all() == {}
    assert (tmp_path / "deliveries.db.damaged").exists()


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
    once = standing.failed(NEW, "timed out", BEGUN, 0.5)
    assert standing.failed(once, "timed out", BEGUN + timedelta(days=7), 0.5).off_at is None


def test_a_receiver_that_wants_no_more_is_off_at_once() -> None:
    """410 Gone says so."""
    assert standing.failed(NEW, "410 Gone", BEGUN, 0.5, for_good=True).off_at == to_stamp(BEGUN)


def test_success_forgets_failures() -> None:
    """And counts."""
    failing = standing.failed(NEW, "500", BEGUN, 0.5)
    done = standing.delivered(failing, Position(7, "z"), BEGUN)
    assert done == attrs.evolve(NEW, event=7, event_at="z", delivered=1, delivered_at=to_stamp(BEGUN))


def test_ways_are_taken_up_kept_and_forgotten(tmp_path: Path) -> None:
    """A new one begins at the end; a known one goes on; one that leads elsewhere is well again; others are forgotten."""
    home = Home(tmp_path)
    assert read_deliveries(home) == {}
    watch = Watch("dat", webhook="https://a.example/", secret=None, notify="json://b")
    with open_deliveries(home) as deliveries:
        deliveries.take_up([watch], Position(5, "e"), BEGUN)
        one = deliveries.all()["dat", "webhook"]
        assert one == attrs.evolve(NEW, target=digest("https://a.example/"), event=5, event_at="e")
        deliveries.save(standing.failed(one, "500", BEGUN, 0.5, for_good=True))
        deliveries.take_up([watch], Position(9, "f"), BEGUN + timedelta(days=1))
        assert deliveries.all()["dat", "webhook"].off_at
        deliveries.take_up([attrs.evolve(watch, webhook="https://c.example/")], Position(9, "f"), BEGUN)
        moved = deliveries.all()["dat", "webhook"]
        assert (moved.off_at, moved.failures, moved.event) == (None, 0, 5)
        deliveries.save(standing.reached(one, Position(8, "old target")))
        assert deliveries.all()["dat", "webhook"].event == 5, "an outcome for the old address says nothing"
        deliveries.keep({"dat": ["notify"]})
        deliveries.save(moved)
    assert list(read_deliveries(home)) == [("dat", "notify")]
    assert [path.name for path in tmp_path.iterdir()] == ["deliveries.db"]


@pytest.mark.parametrize(
    ("wait", "hours"), [(0.0, 5 / 3600), (1.0, 5 / 3600), (7200.0, 2), (10 * 86_400.0, 24), (float("inf"), 24)]
)
def test_a_receiver_may_ask_for_a_longer_wait(wait: float, hours: float) -> None:
    """Not for a shorter one than the schedule's, nor for more than a day."""
    waiting = standing.failed(NEW, "503", BEGUN, 0.5, wait=wait)
    assert waiting.next_at == to_stamp(BEGUN + timedelta(hours=hours))
