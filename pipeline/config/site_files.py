"""A site's file, told that the daemon is to leave the site alone, or to go on with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.config.site import load_site
from pipeline.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

_LINE = "paused = true\n"  # the first of a file: behind a table's heading it would be that table's
_LINES = re.compile(r"\s*paused\s*=")


def set_paused(path: Path, *, paused: bool) -> bool:
    """Write into a site's file whether it is paused; all else in it stays. False where it said so already.

    Raises BadFile where the file is faulty.
    """
    if load_site(path).paused == paused:
        return False
    lines = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not _LINES.match(line)]
    write_text(path, "".join([_LINE] * paused + lines), fsync=False)
    return True
