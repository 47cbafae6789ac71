from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import structlog

from pipeline.runtime import restarts as module
from pipeline.runtime.restarts import RESTART_AFTER, STEADY, Restarts, keep_running

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_longer_a_child_ends_early_the_longer_is_waited() -> None:
    """Up to the longest wait, which stays."""
    restarts = Restarts()
    delays = [restarts.delay(0.1) for _ in range(7)]
    assert delays == [*RESTART_AFTER[1:], *[RESTART_AFTER[-1]] * 3]


def test_one_that_ran_well_is_started_again_at_once() -> None:
    """And the early ends before it are forgotten."""
    restarts = Restarts()
    restarts.delay(0.1)
    restarts.delay(0.1)
    assert restarts.delay(STEADY + 1) == 0
    assert restarts.delay(0.1) == RESTART_AFTER[1]


def test_a_command_runs_again_and_again_until_it_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each end is logged with its status; the last child is ended with SIGTERM."""
    monkeypatch.setattr(module, "RESTART_AFTER", (0.0,))
    runs, ended = tmp_path / "runs", tmp_path / "ended"
    code = (
        f"import pathlib, signal, sys\nruns = pathlib.Path({str(runs)!r})\n"
        "runs.write_text((runs.read_text() if runs.exists() else '') + 'x')\n"
        "if len(runs.read_text()) < 3: sys.exit(4)\n"
        f"signal.signal(signal.SIGTERM, lambda *_: sys.exit(pathlib.Path({str(ended)!r}).write_text('')))\n"
        f"pathlib.Path({str(tmp_path / 'up')!r}).write_text('')\nsignal.pause()"
    )

    async def scenario() -> None:
        stopping = asyncio.Event()
        running = asyncio.create_task(keep_running("child", (sys.executable, "-c", code), stopping))
        async with asyncio.timeout(30):
            while not (tmp_path / "up").exists():  # noqa: ASYNC110  of another process
                await asyncio.sleep(0.02)
            stopping.set()
            await running

    with structlog.testing.capture_logs() as logs:
        asyncio.run(scenario())
    assert runs.read_text() == "xxx"
    assert ended.exists()
    assert [line["status"] for line in logs] == [4, 4]
