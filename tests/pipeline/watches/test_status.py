"""Watches as anyone may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.archive import Position
from pipeline.clock import now
from pipeline.config import Home
from pipeline.watches.deliveries import open_deliveries
from pipeline.watches.status import watch_statuses
from pipeline.watches.watch import Watch, make_secret, save_watch

if TYPE_CHECKING:
    from pathlib import Path


def test_a_status_says_how_ways_are_delivered_and_not_where_they_lead(tmp_path: Path) -> None:
    """None until the daemon has seen it; a faulty file is left out."""
    home = Home(tmp_path)
    watch = Watch("dat", "đất", webhook="https://hooks.example/SECRET", secret=make_secret())
    save_watch(home.watches_folder / "dat.toml", watch)
    (home.watches_folder / "hong.toml").write_text("query = 1")
    (status,) = watch_statuses(home)
    assert (status.name, status.query, status.site, status.on) == ("dat", "đất", None, ("new",))
    assert status.ways == {"webhook": None}
    with open_deliveries(home) as deliveries:
        deliveries.register([watch], Position(7, "x"), now())
    (status,) = watch_statuses(home)
    delivery = status.ways["webhook"]
    assert delivery is not None
    assert delivery.event == 7
    assert "SECRET" not in repr(status)
