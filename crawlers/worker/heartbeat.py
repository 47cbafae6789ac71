"""The crawl process's heartbeat: a Beat over the pipe every two seconds, with its memory and the disk's room.

The supervisor ends a process that sends none for too long; the daemon writes when it last heard one to the liveness
file (pipeline.runtime), and a monitor is told that crawling is stuck only when it had time to mend that.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from typing import TYPE_CHECKING

from crawlers.worker.disk_space import DiskSpace
from crawlers.worker.protocol import Beat

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.config import Home, Settings

BEAT_EVERY = 2.0  # seconds between two beats
HANGS_AFTER = 60.0  # seconds without one. Not without a page: a Crawl-delay may be long


class ProcessHeart:
    """Beats on the process's own event loop until cancelled, so that a stuck loop beats no more.

    `on_space_change` is called when the disk runs short of room, and when there is room again. Until it is set, `space`
    alone says how it is: a process that still recovers beats as well, and has no archive to announce to.
    """

    def __init__(self, home: Home, settings: Settings, send: Callable[[Beat], None]) -> None:
        self._folder = home.folder
        self._min_free = settings.min_free
        self._send = send
        self.on_space_change: Callable[[DiskSpace], None] = lambda _: None
        self.space = DiskSpace.of(self._folder, self._min_free)

    async def run(self) -> None:
        """Send a beat, and look at the disk, again and again."""
        while True:
            had_room, self.space = self.space.has_room, DiskSpace.of(self._folder, self._min_free)
            if self.space.has_room != had_room:
                self.on_space_change(self.space)
            self._send(Beat(peak_memory(), self.space.has_room))
            await asyncio.sleep(BEAT_EVERY)


def peak_memory() -> int:
    """Bytes; the most this process has had resident at a time."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
