"""Waits that end early: at an event, or with the first of several."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable


async def sleep_unless(event: asyncio.Event, seconds: float) -> None:
    """Sleep, but not past an event."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(0.0, seconds))


async def wait_for_first(*waits: Awaitable[Any]) -> None:
    """Wait until one of some waits is over. The others are cancelled, except tasks and futures that were given."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task, wait in zip(tasks, waits, strict=True):
        if task is not wait:
            task.cancel()
