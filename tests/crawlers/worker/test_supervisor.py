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
from crawlers.worker.supervisor import Supervisor
from pipeline.config import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

pytestmark = pytest.mark.service


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give an empty home, whose process is looked at each 0.2 s and hangs after eight seconds of silence."""
    structlog.reset_defaults()  # a command that ran before may have silenced what is not a warning
    monkeypatch.setattr(module, "CHECK_EVERY", 0.2)
    monkeypatch.setattr(module, "HANGS_AFTER", 8.0)
    return Home(tmp_path)


@asynccontextmanager
async def supervised(home: Home) -> AsyncIterator[Supervisor]:
    """Keep a crawl process running."""
    stopping = asyncio.Event()
    supervisor = Supervisor(home, home.settings(), stopping)
    running = asyncio.create_task(supervisor.run())
    try:
        yield supervisor
    finally:
        stopping.set()
        await asyncio.wait_for(running, 30)


async def until(condition: Callable[[], Any], seconds: float = 40.0) -> None:
    """Wait for something to be true."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  of another process
            await asyncio.sleep(0.05)


def pid_of(supervisor: Supervisor) -> int:
    """Return the process id of the one that takes orders now, 0 where none does."""
    return (supervisor.client and supervisor.ready.is_set() and supervisor.client.pid) or 0


def test_one_that_hangs_is_ended(home: Home) -> None:
    """Stopped in its tracks it beats no more: it is killed, and another takes orders. A busy one is left alone."""

    async def scenario() -> None:
        async with supervised(home) as supervisor:
            await until(lambda: pid_of(supervisor))
            first = pid_of(supervisor)
            os.kill(first, signal.SIGSTOP)
            await asyncio.sleep(3)
            os.kill(first, signal.SIGCONT)
            await asyncio.sleep(4)
            assert pid_of(supervisor) == first, "it was silent for less than that"
            os.kill(first, signal.SIGSTOP)
            await until(lambda: pid_of(supervisor) not in {0, first})
            assert not psutil.pid_exists(first)

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scenario())
    assert "crawl process hangs" in [line["event"] for line in logs]


def test_one_that_grew_is_replaced(home: Home) -> None:
    """Once it has needed more memory than khobao.toml says, it ends by itself, and a fresh one takes over."""
    home.prepare()
    (home.folder / "khobao.toml").write_text("max_memory = 1\n", encoding="utf-8")

    async def scenario() -> None:
        async with supervised(home) as supervisor:
            await until(lambda: pid_of(supervisor))
            first = pid_of(supervisor)
            await until(lambda: pid_of(supervisor) not in {0, first})

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scenario())
    events = [line["event"] for line in logs]
    assert "a fresh crawl process takes over" in events
    assert "crawl process ended; a new one goes on where it was" not in events


def test_an_archive_that_cant_be_opened_is_said_until_it_can(home: Home) -> None:
    """What is wrong and what to do; once it is mended, it goes on."""
    home.prepare()
    home.archive.write_bytes(b"no database at all" * 1000)

    async def scenario() -> None:
        async with supervised(home) as supervisor:
            await until(lambda: len(logs) > 2)
            home.archive.unlink()
            await until(lambda: pid_of(supervisor))

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scenario())
    assert "khobao rebuild" in logs[0]["reason"]
