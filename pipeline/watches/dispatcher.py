"""Dispatch: the daemon's part that follows the events and delivers to watches: at least once, each watch in order.

A message that fails holds up those behind it of the same way, and no other way. Its event counts as dealt with once
the receiver has said yes; what a crash leaves in between is sent again, under the same id.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from typing import TYPE_CHECKING

import structlog

from pipeline.archive import last_position, read_archive
from pipeline.clock import now
from pipeline.watches.deliveries import open_deliveries
from pipeline.watches.delivery import advance, after_failure, after_success
from pipeline.watches.match import next_match
from pipeline.watches.message import message_of
from pipeline.watches.send import NotDelivered, masked, send
from pipeline.watches.watch import load_watches

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.archive import Position
    from pipeline.config import Home
    from pipeline.event import Event
    from pipeline.watches.deliveries import Deliveries
    from pipeline.watches.delivery import Delivery
    from pipeline.watches.watch import Watch, Way

LOOK_EVERY = 1.0  # seconds between two looks for new events
AFTER_TROUBLE = 60.0  # seconds after a fault of ours, or of the disk
PATIENCE = 5.0  # seconds that what is being sent gets at the end

log = structlog.get_logger()


class Dispatcher:
    """Delivers until `stopping` is set. deliveries.db tells how far; nothing is kept here that a crash would lose."""

    def __init__(self, home: Home, stopping: asyncio.Event) -> None:
        self._home = home
        self._stopping = stopping
        self._watches: dict[str, Watch] = {}
        self._stamps: dict[Path, int] | None = None
        self._under_way: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Look for what is to be delivered each second; at the end let what is being sent come to its end."""
        while not self._stopping.is_set():
            try:
                for delivery in await asyncio.to_thread(self._due):
                    self._start(delivery)
            except Exception:  # whatever it is, the crawl goes on, and a later look may go well
                log.exception("watches not looked at")
                await self._wait(AFTER_TROUBLE)
            await self._wait(LOOK_EVERY)
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=PATIENCE)
            for task in late:
                task.cancel()

    def _due(self) -> list[Delivery]:
        """Ways that may be tried and that have not dealt with the last events yet."""
        stamps = {path: path.stat().st_mtime_ns for path in self._home.watches_folder.glob("*.toml")}
        nothing_before = self._stamps is None and not self._home.deliveries.exists()
        if not stamps and (nothing_before or self._stamps == {}):
            return []
        with read_archive(self._home) as db:
            last = last_position(db)
        with open_deliveries(self._home) as deliveries:
            if stamps != self._stamps:
                self._reload(deliveries, last, stamps)
            return [
                delivery
                for (watch, way), delivery in deliveries.all().items()
                if delivery.position != last and delivery.is_due(now()) and way in self._ways(watch)
            ]

    def _reload(self, deliveries: Deliveries, last: Position, stamps: dict[Path, int]) -> None:
        """Read watches/ anew. A faulty file is none: what it said before holds on, or waits until it is mended."""
        watches, faults = load_watches(self._home.watches_folder)
        for fault in faults:
            log.warning("watch not taken up", fault=fault)
        names = {path.stem for path in stamps}
        before = {name: watch for name, watch in self._watches.items() if name in names}
        self._watches = before | {watch.name: watch for watch in watches}
        deliveries.register(watches, last, now())
        if not faults:
            deliveries.forget_others({name: watch.ways for name, watch in self._watches.items()})
        self._stamps = stamps

    def _ways(self, watch: str) -> dict[Way, str]:
        return self._watches[watch].ways if watch in self._watches else {}

    def _start(self, delivery: Delivery) -> None:
        key = (delivery.watch, delivery.way)
        if key not in self._under_way:
            task = asyncio.create_task(self._deliver(self._watches[delivery.watch], delivery))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))

    async def _deliver(self, watch: Watch, delivery: Delivery) -> None:
        """Send what has come up for one way of a watch, until it is at the end or fails."""
        try:
            while not self._stopping.is_set():
                event, position = await asyncio.to_thread(self._next, watch, delivery)
                if event is None:
                    await self._save(advance(delivery, position))
                    return
                await send(watch, delivery.way, message_of(watch, event))
                delivery = after_success(delivery, position, now())
                await self._save(delivery)
        except NotDelivered as error:
            await self._fail(watch, delivery, error)
        except Exception as error:  # one watch's trouble is not another's
            log.exception("watch not delivered", watch=watch.name, way=delivery.way)
            with contextlib.suppress(sqlite3.Error):  # perhaps that is the trouble: the disk is full
                await self._fail(watch, delivery, NotDelivered(f"{type(error).__name__}: {error}"))
            await self._wait(AFTER_TROUBLE)  # what was sent and can't be noted is not to be sent each second

    def _next(self, watch: Watch, delivery: Delivery) -> tuple[Event | None, Position]:
        with read_archive(self._home) as db:
            return next_match(db, watch, delivery.position, delivery.begun_at, self._stopping.is_set)

    async def _fail(self, watch: Watch, delivery: Delivery, error: NotDelivered) -> None:
        chance = random.random()  # noqa: S311  jitter, no secret
        failed = after_failure(delivery, str(error), now(), chance, for_good=error.for_good, wait=error.wait)
        await self._save(failed)
        facts = {"watch": watch.name, "to": masked(watch.ways[delivery.way]), "error": str(error)}
        if failed.off_at:
            log.error("watch switched off; `khobao watch test` that goes well switches it on again", **facts)
        else:
            log.warning("watch not delivered", **facts, failures=failed.failures, again_at=failed.next_at)

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _save(self, delivery: Delivery) -> None:
        def save() -> None:
            with open_deliveries(self._home) as deliveries:
                deliveries.save(delivery)

        await asyncio.to_thread(save)
