"""Status of the watches, as anyone may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.watches.deliveries import read_deliveries
from pipeline.watches.watch import load_watches

if TYPE_CHECKING:
    from pipeline.config import Home
    from pipeline.watches.delivery import Delivery
    from pipeline.watches.watch import Way


@attrs.frozen
class WatchStatus:
    """A watch without where its ways lead."""

    name: str
    query: str
    site: str | None
    on: tuple[str, ...]
    ways: dict[Way, Delivery | None]
    """How each way is delivered; None until the daemon has seen it."""


def watch_statuses(home: Home) -> list[WatchStatus]:
    """All watches of a home, by name. Those whose file is faulty are left out."""
    deliveries = read_deliveries(home)
    return [
        WatchStatus(
            watch.name,
            watch.query,
            watch.site,
            watch.on,
            {way: deliveries.get((watch.name, way)) for way in watch.ways},
        )
        for watch in load_watches(home.watches_folder)[0]
    ]
