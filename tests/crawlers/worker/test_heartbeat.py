from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from crawlers.worker import heartbeat as module
from crawlers.worker.disk_space import DiskSpace
from crawlers.worker.heartbeat import ProcessHeart, peak_memory
from crawlers.worker.protocol import Beat
from pipeline.config import Home, Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_beats_say_memory_and_room_and_a_change_of_room_is_called_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills and is emptied again is two changes, however many beats there are between."""
    spaces = iter([True, True, False, False, True, True])
    monkeypatch.setattr(module, "BEAT_EVERY", 0.0)
    monkeypatch.setattr(DiskSpace, "of", lambda *_: DiskSpace(1 if next(spaces) else 0, 1))
    beats, changes = list[Beat](), list[bool]()

    async def scenario() -> None:
        heart = ProcessHeart(Home(tmp_path), Settings(), beats.append)
        heart.on_space_change = lambda space: changes.append(space.has_room)
        await heart.run()

    with contextlib.suppress(RuntimeError):  # the spaces are used up
        asyncio.run(scenario())
    assert [beat.has_room for beat in beats] == [True, False, False, True, True]
    assert changes == [False, True]
    assert beats[0].memory > 10**6


def test_memory_is_in_bytes() -> None:
    """A Python process has at least some megabytes, and no terabyte."""
    assert 10**6 < peak_memory() < 10**12
