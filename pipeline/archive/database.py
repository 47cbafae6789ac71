"""archive.db as a file: made, brought up to date, opened for writing or for reading."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlite_utils import Database

from pipeline.archive.migrations import archive_migrations
from pipeline.archive.sqlite import connect, connect_read_only, immediate_transaction
from pipeline.archive.storage_errors import is_corruption
from pipeline.errors import Busy, KhobaoError, NotAnArchive
from pipeline.search import index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.config import Home

BEING_MADE = 10.0  # seconds that a reader waits for a daemon that has just begun, and makes the tables


class Unopenable(KhobaoError):
    """archive.db is there, but it is no database."""


def prepare_archive(path: Path) -> None:
    """Make the database or bring it up to date. Call it under the home's lock, before any child starts."""
    with open_database(path) as db:
        db.execute("PRAGMA journal_mode = WAL")
        archive_migrations.apply(db)
        if index.needs_filling(db):
            with immediate_transaction(db):
                index.reindex(db)


@contextmanager
def open_database(path: Path) -> Iterator[Database]:
    """Open it for writing: no transaction but those one begins. Raises Unopenable."""
    with closing(connect(path)) as db:
        with explain_corruption(path):
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("SELECT count(*) FROM sqlite_master")
        yield db


@contextmanager
def read_archive(home: Home) -> Iterator[Database]:
    """Open it for reading alone; one that an older version made is brought up to date first.

    Raises NotAnArchive where there is none, Unopenable.
    """
    home.require()
    with explain_corruption(home.archive):
        _bring_up_to_date(home)
        with closing(_connect_to_read(home.archive)) as opened:
            opened.row_factory = sqlite3.Row
            yield Database(opened)


def _bring_up_to_date(home: Home) -> None:
    """Bring the archive up to date where an older version made it, or wait for who is at it."""
    until = time.monotonic() + BEING_MADE
    while _is_old(home):
        try:
            with home.lock():
                prepare_archive(home.archive)
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _is_old(home: Home) -> bool:
    with closing(_connect_to_read(home.archive)) as looked_at:
        db = Database(looked_at)
        if "articles" not in db.table_names():
            raise NotAnArchive(home.no_archive)
        return bool(archive_migrations.pending(db))


def _connect_to_read(path: Path) -> sqlite3.Connection:
    connection = connect_read_only(path)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        if path.with_name(path.name + "-wal").exists() or os.access(path.parent, os.W_OK):
            message = f"{path} can't be read: {error}. A WAL database is read where its folder may be written to."
            raise Unopenable(message) from error
        # Nobody writes, and nobody could: then nothing is lost by reading the file as it is.
        connection = connect_read_only(path, immutable=True)
    return connection


@contextmanager
def explain_corruption(path: Path) -> Iterator[None]:
    """Raise Unopenable, which says what to do, where what is done within meets a damaged archive."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_corruption(error):
            message = f"{path} is damaged ({error}). Move it away; `khobao rebuild` makes it anew from warc/."
            raise Unopenable(message) from error
        raise
