"""Keeper: keeps a crawl process running. One that ends is followed by another; one that hangs, or grew old or fat, too.

Nothing is lost by any of it: what a process had in flight waits in warc/ and frontier.db for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from typing import TYPE_CHECKING

import structlog

from crawlers.worker.client import start
from pipeline.archive import prepare_archive
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from crawlers.worker.client import CrawlClient
    from pipeline.config import Home

RESTART_AFTER = (0.0, 0.5, 1.0, 5.0, 30.0)  # seconds before a child that ended is started again; the last from then on
STEADY = 10.0  # seconds after which a child counts as well
LOOK_EVERY = 5.0  # seconds
SILENCE = 60.0  # seconds without a beat after which a process hangs. Not without a page: a Crawl-delay may be long
RECYCLE_AFTER = 12 * 3600.0  # seconds

log = structlog.get_logger()


class Keeper:
    """One crawl process after another, until `stopping`. `ready` while there is one that takes orders."""

    def __init__(self, home: Home, stopping: asyncio.Event, *, log_json: bool = False) -> None:
        self._home = home
        self._stopping = stopping
        self._log_json = log_json
        self.client: CrawlClient | None = None
        self.ready = asyncio.Event()
        self.heard_at = time.time()  # the crawl process, in epoch seconds; the first has as long to be heard as any

    async def run(self) -> None:
        """Keep one running."""
        ended = 0
        while not self._stopping.is_set():
            begun = time.monotonic()
            fault = await self._one()
            self.ready.clear()
            if fault is None or self._stopping.is_set():
                continue
            ended = 0 if time.monotonic() - begun > STEADY else ended + 1
            wait = RESTART_AFTER[min(ended, len(RESTART_AFTER) - 1)]
            log.error("crawl process ended; a new one goes on where it was", reason=fault, again_in=f"{wait:g} s")
            await sleep_until(self._stopping, wait)

    async def _one(self) -> str | None:
        """Have one process from its start to its end. Returns why it ended, None where that was meant."""
        try:
            self._home.prepare()
            prepare_archive(self._home.archive)  # it may have been deleted under the last one
            memory = self._home.settings().max_memory * 10**6
            client = self.client = await start(self._home, log_json=self._log_json)
        except (OSError, sqlite3.Error, KhobaoError) as error:
            return str(error)
        ending = asyncio.create_task(client.wait())
        watching = asyncio.create_task(self._watch(client, memory))
        stopping = asyncio.create_task(self._stopping.wait())
        done, _ = await asyncio.wait({ending, watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self.ready.clear()
        if watching in done and watching.result():
            log.error("crawl process hangs", silent_for=f"{SILENCE:.0f} s")
            client.kill()
        await client.close()
        for task in (watching, stopping):
            task.cancel()
        status = await ending
        return None if watching in done and not watching.result() else f"status {status}"

    async def _watch(self, client: CrawlClient, memory: int) -> bool:
        """Watch a process until it hangs (True), or is to be followed by a fresh one (False).

        Silence is counted in looks, not in time: while the machine sleeps, nobody can be heard.
        """
        begun = time.monotonic()
        silent = 0.0
        heard = client.heard
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(client.ready.wait(), LOOK_EVERY)
            if client.ready.is_set():
                self.ready.set()
                await asyncio.sleep(LOOK_EVERY)
            silent = 0.0 if client.heard != heard else silent + LOOK_EVERY
            self.heard_at = self.heard_at if silent else time.time()
            heard = client.heard
            if silent >= SILENCE:
                return True
            if client.ready.is_set() and (client.rss > memory or time.monotonic() - begun > RECYCLE_AFTER):
                log.info("a fresh crawl process takes over", rss=client.rss, after=f"{time.monotonic() - begun:.0f} s")
                return False


async def sleep_until(event: asyncio.Event, seconds: float) -> None:
    """Sleep, but not past an event."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(0.0, seconds))
