"""Pulse: what a crawl process tells its parent all the time: that it lives, its size, whether the disk has room."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.config import Home, Settings

BEAT = 2.0  # seconds; a stuck reactor beats no more
GIGABYTE = 10**9


class Pulse:
    """Beats on the process's own loop until cancelled. `tell` passes a message to the parent.

    `turned` is called when the room on the disk ends (False) or is there again (True); until it is set, once there is
    an archive to write to, nothing is lost: `has_room` says how it is.
    """

    def __init__(self, home: Home, settings: Settings, tell: Callable[[dict[str, Any]], None]) -> None:
        self._home = home
        self._wanted = settings.min_free * GIGABYTE
        self._tell = tell
        self.turned: Callable[[bool], None] = lambda _: None
        self.free = self._free()

    @property
    def has_room(self) -> bool:
        """Whether there is more free on the disk than `min_free`."""
        return self.free >= self._wanted

    @property
    def shortage(self) -> dict[str, float]:
        """How many gigabytes are free, and wanted."""
        return {"free": round(self.free / GIGABYTE, 2), "wanted": round(self._wanted / GIGABYTE, 2)}

    async def run(self) -> None:
        """Beat."""
        while True:
            before, self.free = self.has_room, self._free()
            if self.has_room != before:
                self.turned(self.has_room)
            self._tell({"beat": {"rss": peak_memory(), "room": self.has_room}})
            await asyncio.sleep(BEAT)

    def _free(self) -> int:
        return shutil.disk_usage(self._home.folder).free


def peak_memory() -> int:
    """Return the most memory this process has had at a time, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
