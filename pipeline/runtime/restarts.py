"""Child processes that are started again when they end, at once at first and then later and later."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING

import attrs
import structlog

from pipeline.runtime.waiting import sleep_unless, wait_for_first

if TYPE_CHECKING:
    from collections.abc import Sequence

RESTART_AFTER = (0.0, 0.5, 1.0, 5.0, 30.0)  # seconds before a child that ended is started again; the last from then on
STEADY = 10.0  # seconds after which a child counts as well
TERMINATE_WITHIN = 5.0  # seconds from SIGTERM to SIGKILL

log = structlog.get_logger()


@attrs.define
class Restarts:
    """How long to wait before a child is started again."""

    _ended_early: int = attrs.field(default=0, init=False)

    def delay(self, lifetime: float) -> float:
        """Seconds to wait now that a child ended after `lifetime` seconds: more, the more ended early in a row."""
        self._ended_early = 0 if lifetime > STEADY else self._ended_early + 1
        return RESTART_AFTER[min(self._ended_early, len(RESTART_AFTER) - 1)]


async def keep_running(name: str, argv: Sequence[str], stopping: asyncio.Event) -> None:
    """Run a command again and again until `stopping`; then end it. `name` is what the log calls it."""
    restarts = Restarts()
    while not stopping.is_set():
        begun = time.monotonic()
        child = await asyncio.create_subprocess_exec(*argv, start_new_session=True)  # Ctrl-C is ours to pass on
        await wait_for_first(child.wait(), stopping.wait())
        await _end(child)
        if not stopping.is_set():
            log.error("%s ended; starting it again", name, status=child.returncode)
            await sleep_unless(stopping, restarts.delay(time.monotonic() - begun))


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        child.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), TERMINATE_WITHIN)
    if child.returncode is None:
        child.kill()
        await child.wait()
