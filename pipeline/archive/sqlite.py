"""Trouble: which errors are a disk's, and no page's and no site's: full, broken, read-only, a damaged file."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SQLITE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}
_SYSTEM = {errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EROFS}


def is_disk_trouble(error: BaseException | None) -> bool:
    """Tell whether an error is one that every further write would meet, too."""
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _SQLITE
    return isinstance(error, OSError) and error.errno in _SYSTEM


def is_damage(error: BaseException | None) -> bool:
    """Tell whether a database file is damaged: it has to be made anew."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, sqlite3.Error) and code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def require_sound(connection: sqlite3.Connection) -> None:
    """Read a database through. Raises DatabaseError, with the code of a damaged one, where it is."""
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        error = sqlite3.DatabaseError(verdict)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def move_aside(path: Path) -> None:
    """Let a damaged database, with what SQLite keeps beside it, be called `NAME.damaged`: it can be made anew."""
    for end in ("", "-wal", "-shm"):
        damaged = path.with_name(path.name + end)
        if damaged.exists():
            damaged.rename(path.with_name(f"{path.name}.damaged{end}"))
