"""Files replaced in one step: whoever reads one finds the old content or the new, never a part of either."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path, *, fsync: bool, partial: str = "") -> Iterator[Path]:
    """Yield a path in the same folder to write to; at the end it is renamed to `path`, after an error it is removed.

    With `fsync`, content and name are on the disk once the block is left: they survive a power cut. `partial` names the
    file while it is written, where `.NAME.part` would be taken for another kind of file; a leftover of that name goes.
    """
    beside = path.with_name(partial or f".{path.name}.part")
    beside.unlink(missing_ok=True)
    try:
        yield beside
        if fsync:
            sync_file(beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if fsync:
        sync_folder(path.parent)


def write_text(path: Path, text: str, *, fsync: bool, mode: int = 0o666) -> None:
    """Replace a file's content in one step, as UTF-8. A new file has the permissions `mode`, less the umask's."""
    with replacing(path, fsync=fsync) as partial:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)


def sync_file(path: Path) -> None:
    """Bring a file's content to the disk, whoever wrote it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries (a new or renamed file) to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
