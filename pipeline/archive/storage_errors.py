"""Storage errors: which errors are the disk's, not a page's or a site's: full, broken, read-only, a corrupt file."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

_SQLITE_CODES = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}
_ERRNOS = {errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EROFS}


def is_storage_error(error: BaseException | None) -> bool:
    """True where every further write would fail too, so that going on with the next page is of no use."""
    if isinstance(error, sqlite3.Error):
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _SQLITE_CODES
    return isinstance(error, OSError) and error.errno in _ERRNOS


def is_corruption(error: BaseException | None) -> bool:
    """True where a database file is damaged: no retry helps, it has to be made anew."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, sqlite3.Error) and code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def check_integrity(db: Database) -> None:
    """Read a whole database file. Raises DatabaseError for which `is_corruption` holds where it is damaged."""
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        error = sqlite3.DatabaseError(verdict)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def rename_damaged(path: Path) -> None:
    """Rename a damaged database and its -wal and -shm files to `NAME.damaged...`, so that it can be made anew."""
    for end in ("", "-wal", "-shm"):
        damaged = path.with_name(path.name + end)
        if damaged.exists():
            damaged.rename(path.with_name(f"{path.name}.damaged{end}"))
