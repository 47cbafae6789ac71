from __future__ import annotations

import asyncio
import time

from pipeline.runtime.waiting import sleep_unless, wait_for_first


def test_a_sleep_ends_at_its_event() -> None:
    """And otherwise after its time; a negative time is none."""

    async def scenario() -> None:
        event = asyncio.Event()
        await sleep_unless(event, -5)
        await sleep_unless(event, 0.05)
        asyncio.get_running_loop().call_later(0.05, event.set)
        await sleep_unless(event, 60)

    begun = time.monotonic()
    asyncio.run(scenario())
    assert 0.1 <= time.monotonic() - begun < 30


def test_the_first_of_several_waits_ends_the_wait() -> None:
    """Coroutines that are not over are cancelled; a task that was given goes on."""

    async def scenario() -> None:
        cancelled = asyncio.Event()

        async def forever() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()

        task = asyncio.create_task(asyncio.sleep(60))
        await wait_for_first(forever(), asyncio.sleep(0.01), task)
        await asyncio.wait_for(cancelled.wait(), 10)
        assert not task.done()
        task.cancel()

    asyncio.run(scenario())
