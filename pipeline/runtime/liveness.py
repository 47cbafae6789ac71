"""Heart: the file in which a running daemon says, again and again, that it and its crawl process live."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from pipeline.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

STILL = 90.0  # seconds without a beat after which something is stuck; the daemon mends what it can within 60


def beat(path: Path, crawl: float) -> None:
    """Say that the daemon lives, and when its crawl process was last heard, or first waited for (epoch seconds)."""
    write_text(path, json.dumps({"daemon": time.time(), "crawl": crawl}), fsync=False)


def listen(path: Path) -> dict[str, Any] | None:
    """Return what the daemon last said, None where none runs, or it was told to stop."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
    return {**said, "crawl": said["crawl"] or said["daemon"]}  # null where an older daemon was killed as it began


def why_stuck(said: dict[str, Any] | None, at: float) -> str | None:
    """Tell why crawling is stuck at a moment; None where it goes on, or nobody runs it."""
    if said is None:
        return None
    if at - said["daemon"] > STILL:
        return f"the daemon was last heard {at - said['daemon']:.0f} seconds ago"
    if at - said["crawl"] > STILL:
        return "the crawl process is not heard"
    return None
