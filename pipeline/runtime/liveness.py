"""Liveness: the file that a running daemon writes again and again, and by which others tell that crawling goes on."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import attrs

from pipeline.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 90.0  # seconds of silence after which something is stuck; the daemon restarts what it can within 60


@attrs.frozen
class Liveness:
    """When each process was last heard, in epoch seconds."""

    daemon: float
    crawl: float
    """The crawl process; before its first heartbeat, when the daemon began to wait for one."""

    def why_stuck(self, at: float) -> str | None:
        """Say which process is silent for too long at a moment; None where crawling goes on."""
        if at - self.daemon > LIMIT:
            return f"the daemon was last heard {at - self.daemon:.0f} seconds ago"
        if at - self.crawl > LIMIT:
            return "the crawl process is not heard"
        return None


def write_liveness(path: Path, crawl: float) -> None:
    """Write that the daemon lives now, and when its crawl process was last heard."""
    write_text(path, json.dumps({"daemon": time.time(), "crawl": crawl}), fsync=False)


def read_liveness(path: Path) -> Liveness | None:
    """What the daemon wrote last; None where none runs, or it was told to stop."""
    try:
        data = json.loads(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
    return Liveness(data["daemon"], data["crawl"] or data["daemon"])  # null: an older daemon, killed as it began
