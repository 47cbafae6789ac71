"""The files of warc/: how they are called while open and once sealed, and which are deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OPEN = ".open"


def forget_old(folder: Path, series: str, days: int) -> list[Path]:
    """Delete the sealed files of a series that were last written to so many days ago or earlier, and name them.

    For `sources` alone: articles are kept for ever.
    """
    limit = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    old = [path for path in folder.glob(f"{series}-*.warc.gz") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink()
    return old


def path_of(folder: Path, name: str) -> Path:
    """Where the file that will have this name once sealed lies now, sealed or open."""
    sealed = folder / name
    return sealed if sealed.exists() else folder / (name + OPEN)
