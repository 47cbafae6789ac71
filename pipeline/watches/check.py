"""Test delivery: a sample is sent by each way of a watch, to see whether it is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.archive import read_archive
from pipeline.clock import now
from pipeline.queries import query_entries
from pipeline.watches.deliveries import open_deliveries
from pipeline.watches.delivery import clear_failures
from pipeline.watches.message import SampleEvent, message_of
from pipeline.watches.send import NotDelivered, masked, send

if TYPE_CHECKING:
    from pipeline.config import Home
    from pipeline.watches.message import WatchMessage
    from pipeline.watches.watch import Watch, Way


@attrs.frozen
class SampleResult:
    """What became of a sample by one way."""

    way: Way
    target: str
    """Where it leads, masked."""
    error: str | None
    """Why it was not accepted; None where it was."""


async def deliver_samples(home: Home, watch: Watch) -> list[SampleResult]:
    """Send a sample by each way. The failures of a way that accepts it are cleared, so that the daemon goes on."""
    message = message_of(watch, _sample(home, watch))
    return [
        SampleResult(way, masked(target), await _deliver(home, watch, way, message))
        for way, target in watch.ways.items()
    ]


async def _deliver(home: Home, watch: Watch, way: Way, message: WatchMessage) -> str | None:
    try:
        await send(watch, way, message)
    except NotDelivered as error:
        return str(error)
    with open_deliveries(home) as deliveries:
        if delivery := deliveries.all().get((watch.name, way)):
            deliveries.save(clear_failures(delivery))
    return None


def _sample(home: Home, watch: Watch) -> SampleEvent:
    """Sample about the newest article that a watch matches; about its site where there is none."""
    entry = None
    if home.archive.exists():
        with read_archive(home) as db:
            entry = next(iter(query_entries(db, watch.query, watch.site, limit=1)), None)
    if entry is None:
        return SampleEvent(at=now(), site=watch.site or "khobao")
    return SampleEvent(at=now(), site=entry.site, article=entry.key, url=entry.url, title=entry.title)
