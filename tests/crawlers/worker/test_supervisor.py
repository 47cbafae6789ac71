"""A crawl process is kept running: one that hangs is ended, one that grew is replaced, one that can't start is said."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import structlog

from crawlers.worker import supervisor as module
from crawlers.worker.supervisor import Keeper
from pipeline.config import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

pytestmark = pytest.mark.service


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give an empty home, whose process is looked at each 0.2 s and hangs after eight seconds of silence."""
    monkeypatch.setattr(module, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(module, "SILENCE", 8.0)
    return Home(tmp_path)


@asynccontextmanager
async def kept(home: Home) -> AsyncIterator[Keeper]:
    """Keep a crawl process running."""
    stopping = asyncio.Event()
    keeper = Keeper(home, stopping)
    running = asyncio.create_task(keeper.run())
    try:
        yield keeper
    finally:
        stopping.set()
        await asyncio.wait_for(running, 30)


async def until(what: Callable[[], Any], seconds: float = 40.0) -> None:
    """Wait for something to be true."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110  of another process
            await asyncio.sleep(0.05)


def pid_of(keeper: Keeper) -> int:
    """Return the process id of the one that takes orders now, 0 where none does."""
    return (keeper.client and keeper.ready.is_set() and keeper.client.pid) or 0


def test_one_that_hangs_is_ended(home: Home) -> None:
    """Stopped in its tracks it beats no more: it is killed, and another takes orders. A busy one is left alone."""

    async def story() -> None:
        async with kept(home) as keeper:
            await until(lambda: pid_of(keeper))
            first = pid_of(keeper)
            os.kill(first, signal.SIGSTOP)
            await asyncio.sleep(3)
            os.kill(first, signal.SIGCONT)
            await asyncio.sleep(4)
            assert pid_of(keeper) == first, "it was silent for less than that"
            os.kill(first, signal.SIGSTOP)
            await until(lambda: pid_of(keeper) not in {0, first})
            assert not psutil.pid_exists(first)

    with structlog.testing.capture_logs() as logs:
        asyncio.run(story())
    assert "crawl process hangs" in [line["event"] for line in logs]


def test_one_that_grew_is_replaced(home: Home) -> None:
    """Once it has needed more memory than khobao.toml says, it ends by itself, and a fresh one takes over."""
    home.prepare()
    (home.folder / "khobao.toml").write_text("max_memory = 1\n", encoding="utf-8")

    async def story() -> None:
        async with kept(home) as keeper:
            await until(lambda: pid_of(keeper))
            first = pid_of(keeper)
            await until(lambda: pid_of(keeper) not in {0, first})

    with structlog.testing.capture_logs() as logs:
        asyncio.run(story())
    events = [line["event"] for line in logs]
    assert "a fresh crawl process takes over" in events
    assert "crawl process ended; a new one goes on where it was" not in events


def test_an_archive_that_cant_be_opened_is_said_until_it_can(home: Home) -> None:
    """What is wrong and what to do; once it is mended, it goes on."""
    home.prepare()
    home.archive.write_bytes(b"no database at all" * 1000)

    async def story() -> None:
        async with kept(home) as keeper:
            await until(lambda: len(logs) > 2)
            home.archive.unlink()
            await until(lambda: pid_of(keeper))

    with structlog.testing.capture_logs() as logs:
        asyncio.run(story())
    assert "khobao rebuild" in logs[0]["reason"]
