"""How every SQLite file of a home is opened, and how a transaction that writes begins."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_TIMEOUT = 30.0  # seconds; a reader's checkpoint or a backup holds the lock for less


def connect_read_only(path: Path, *, immutable: bool = False, check_same_thread: bool = True) -> sqlite3.Connection:
    """A connection that can't write; the file has to exist. Any path will do, also one with a # or ? in it.

    `immutable`: SQLite takes no lock and looks for no -wal beside it: only where nobody can write the file.
    """
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT, check_same_thread=check_same_thread)


def connect(path: Path) -> Database:
    """Open a file for writing, made where there is none; each statement commits, outside of a transaction one begins.

    The connection may be used by one thread after another. Temporary tables stay in memory: /tmp may be full.
    """
    db = Database(sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False))
    db.execute("PRAGMA temp_store = MEMORY")
    return db


@contextmanager
def open_read_only(path: Path) -> Iterator[Database]:
    """Open a file that exists for reading, and close it with the block."""
    with closing(connect_read_only(path)) as connection:
        yield Database(connection)


@contextmanager
def immediate_transaction(db: Database) -> Iterator[None]:
    """Write all or nothing, the write lock taken at once.

    A deferred BEGIN that reads first fails with 'database is locked', whatever the timeout, when another process
    commits in between; sqlite-utils' `atomic` begins so.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()  # nothing, where a full disk has rolled it back already
        raise


def leave_wal(db: Database) -> None:
    """Bring the write-ahead log into the file, so that one rename moves the whole database."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.execute("PRAGMA journal_mode = DELETE")
