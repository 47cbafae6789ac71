"""A clock that can be set, for a command and its children alone: libfaketime. Timers (the monotonic clock) go on as ever."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from tests.support.harness import Command


@attrs.define
class Clock:
    """Seconds between the clock shown and the real one, in a file that libfaketime looks at again and again."""

    path: Path
    offset: float = 0.0

    def set(self, offset: float) -> None:
        """Set the clock, so many seconds from the real one."""
        self.offset = offset
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{offset:+.0f}\n", encoding="ascii")
        fresh.rename(self.path)

    def on(self, khobao: Command) -> Command:
        """Return the command with this clock."""
        (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
        said = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(self.path),
            "FAKETIME_NO_CACHE": "1",  # all processes see at the same time that the clock was set, as in life
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }
        words = ("env", *(f"{name}={value}" for name, value in said.items()), *khobao.wrapped)
        return attrs.evolve(khobao, wrapped=words)


def set_clock(path: Path) -> Clock:
    """Return a clock that shows the real time so far."""
    clock = Clock(path)
    clock.set(0)
    return clock
