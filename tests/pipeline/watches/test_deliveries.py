"""How far each way of each watch is delivered, as it is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import Position
from pipeline.clock import to_stamp
from pipeline.config import Home
from pipeline.watches.deliveries import digest, open_deliveries, read_deliveries
from pipeline.watches.delivery import Delivery, advance, after_failure
from pipeline.watches.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path

BEGUN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
NEW = Delivery("dat", "webhook", "x", to_stamp(BEGUN))


def test_a_damaged_file_is_moved_aside(tmp_path: Path) -> None:
    """Watches begin anew then, behind what there is."""
    home = Home(tmp_path)
    home.deliveries.write_bytes(b"garbage" * 1000)
    assert read_deliveries(home) == {}
    with open_deliveries(home) as deliveries:
        deliveries.register([Watch("dat", webhook="https://a.example/", secret="x")], Position(7, "x"), BEGUN)
    assert read_deliveries(home)["dat", "webhook"].event == 7
    assert (tmp_path / "deliveries.db.damaged").read_bytes().startswith(b"garbage")


def test_damage_within_is_found_too(tmp_path: Path) -> None:
    """Where the file can be opened, and the one page of its table can't be read."""
    home = Home(tmp_path)
    with open_deliveries(home) as deliveries:
        deliveries.register([Watch("dat", webhook="https://a.example/", secret="x")], Position(7, "x"), BEGUN)
    with closing(sqlite3.connect(home.deliveries)) as db:
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'deliveries'")
        ((size,),) = db.execute("PRAGMA page_size")
    with home.deliveries.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with open_deliveries(home) as deliveries:
        assert deliveries.all() == {}
    assert (tmp_path / "deliveries.db.damaged").exists()


def test_ways_are_taken_up_kept_and_forgotten(tmp_path: Path) -> None:
    """A new one begins at the end; a known one goes on; one that leads elsewhere is well again; others are forgotten."""
    home = Home(tmp_path)
    assert read_deliveries(home) == {}
    watch = Watch("dat", webhook="https://a.example/", secret=None, notify="json://b")
    with open_deliveries(home) as deliveries:
        deliveries.register([watch], Position(5, "e"), BEGUN)
        one = deliveries.all()["dat", "webhook"]
        assert one == attrs.evolve(NEW, target=digest("https://a.example/"), event=5, event_at="e")
        deliveries.save(after_failure(one, "500", BEGUN, 0.5, for_good=True))
        deliveries.register([watch], Position(9, "f"), BEGUN + timedelta(days=1))
        assert deliveries.all()["dat", "webhook"].off_at
        deliveries.register([attrs.evolve(watch, webhook="https://c.example/")], Position(9, "f"), BEGUN)
        moved = deliveries.all()["dat", "webhook"]
        assert (moved.off_at, moved.failures, moved.event) == (None, 0, 5)
        deliveries.save(advance(one, Position(8, "old target")))
        assert deliveries.all()["dat", "webhook"].event == 5, "an outcome for the old address says nothing"
        deliveries.forget_others({"dat": ["notify"]})
        deliveries.save(moved)
    assert list(read_deliveries(home)) == [("dat", "notify")]
    assert [path.name for path in tmp_path.iterdir()] == ["deliveries.db"]
