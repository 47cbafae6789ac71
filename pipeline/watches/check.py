"""Trial: a sample is sent by each way of a watch, to see whether it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.archive import read_archive
from pipeline.clock import now
from pipeline.queries import of_watch
from pipeline.watches.delivery import open_deliveries, well
from pipeline.watches.message import SampleEvent, message_of
from pipeline.watches.send import NotDelivered, masked, send

if TYPE_CHECKING:
    from pipeline.config import Home
    from pipeline.watches.watch import Watch


async def try_out(home: Home, watch: Watch) -> list[tuple[str, str, str | None]]:
    """Send a sample by each way. Return the ways, where they lead (masked) and what went wrong.

    A way that takes it counts as well again: the daemon goes on with what it was left with.
    """
    message = message_of(watch, _newest(home, watch))
    tried: list[tuple[str, str, str | None]] = []
    for way, target in watch.ways.items():
        complaint = None
        try:
            await send(watch, way, message)
        except NotDelivered as error:
            complaint = str(error)
        else:
            with open_deliveries(home) as deliveries:
                if delivery := deliveries.all().get((watch.name, way)):
                    deliveries.save(well(delivery))
        tried.append((way, masked(target), complaint))
    return tried


def _newest(home: Home, watch: Watch) -> SampleEvent:
    """Sample about the newest article that a watch matches; about its site where there is none."""
    entry = None
    if home.archive.exists():
        with read_archive(home) as db:
            entry = next(iter(of_watch(db, watch, limit=1)), None)
    if entry is None:
        return SampleEvent(at=now(), site=watch.site or "khobao")
    return SampleEvent(at=now(), site=entry.site, article=entry.key, url=entry.url, title=entry.title)
