"""Keeps a crawl process running: one that ends is followed by another; one that hangs, or grew old or large, too.

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
from crawlers.worker.heartbeat import HANGS_AFTER
from pipeline.archive import prepare_archive
from pipeline.errors import KhobaoError
from pipeline.runtime import Restarts, sleep_unless, wait_for_first

if TYPE_CHECKING:
    from crawlers.worker.client import CrawlClient
    from pipeline.config import Home, Settings

CHECK_EVERY = 5.0  # seconds
RECYCLE_AFTER = 12 * 3600.0  # seconds

log = structlog.get_logger()


class Supervisor:
    """One crawl process after another, until `stopping`."""

    def __init__(self, home: Home, settings: Settings, stopping: asyncio.Event, *, log_json: bool = False) -> None:
        self._home = home
        self._max_memory = settings.max_memory * 10**6
        self._stopping = stopping
        self._log_json = log_json
        self.client: CrawlClient | None = None
        self.ready = asyncio.Event()
        """Set while there is a process that takes orders."""
        self.heard_at = time.time()
        """When a process was last heard, in epoch seconds; the first has as long to be heard as any."""

    async def run(self) -> None:
        """Start one process after another."""
        restarts = Restarts()
        while not self._stopping.is_set():
            begun = time.monotonic()
            fault = await self._run_process()
            self.ready.clear()
            if fault is None or self._stopping.is_set():
                continue
            delay = restarts.delay(time.monotonic() - begun)
            log.error("crawl process ended; a new one goes on where it was", reason=fault, again_in=f"{delay:g} s")
            await sleep_unless(self._stopping, delay)

    async def usable_client(self) -> CrawlClient | None:
        """The client of a process that may crawl, once there is one; None where we stop before."""
        await wait_for_first(self.ready.wait(), self._stopping.wait())
        client = self.client
        if client:
            await wait_for_first(client.has_room.wait(), client.listening, self._stopping.wait())
        return None if self._stopping.is_set() else client

    async def _run_process(self) -> str | None:
        """Run one process from its start to its end. Returns why it ended, None where that was meant."""
        try:
            self._home.prepare()
            prepare_archive(self._home.archive)  # it may have been deleted under the last one
            client = self.client = await start(self._home, log_json=self._log_json)
        except (OSError, sqlite3.Error, KhobaoError) as error:
            return str(error)
        ending = asyncio.create_task(client.wait())
        watching = asyncio.create_task(self._watch(client))
        stopping = asyncio.create_task(self._stopping.wait())
        done, _ = await asyncio.wait({ending, watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self.ready.clear()
        if watching in done and watching.result():
            log.error("crawl process hangs", silent_for=f"{HANGS_AFTER:.0f} s")
            client.kill()
        await client.close()
        for task in (watching, stopping):
            task.cancel()
        status = await ending
        return None if watching in done and not watching.result() else f"status {status}"

    async def _watch(self, client: CrawlClient) -> bool:
        """Watch a process until it hangs (True), or is to be followed by a fresh one (False).

        Silence is counted in checks, not in time: while the machine sleeps, nobody can be heard.
        """
        begun = time.monotonic()
        silence = 0.0
        messages = client.messages
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(client.ready.wait(), CHECK_EVERY)
            if client.ready.is_set():
                self.ready.set()
                await asyncio.sleep(CHECK_EVERY)
            silence = 0.0 if client.messages != messages else silence + CHECK_EVERY
            self.heard_at = self.heard_at if silence else time.time()
            messages = client.messages
            if silence >= HANGS_AFTER:
                return True
            age = time.monotonic() - begun
            if client.ready.is_set() and (client.memory > self._max_memory or age > RECYCLE_AFTER):
                log.info("a fresh crawl process takes over", rss=client.memory, after=f"{age:.0f} s")
                return False
