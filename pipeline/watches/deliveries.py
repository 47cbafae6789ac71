"""deliveries.db: how far each watch is delivered by each of its ways.

A file of its own, not a table of archive.db: that one has one writer, the crawl process, which is not to wait for the
commits of each delivery; and it is made anew by a rebuild, which is no reason to deliver everything twice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import attrs
import structlog
from sqlite_utils import Database, Migrations

from pipeline.archive import check_integrity, connect, is_corruption, open_read_only, rename_damaged
from pipeline.clock import to_stamp
from pipeline.watches.delivery import Delivery, clear_failures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.archive import Position
    from pipeline.config import Home
    from pipeline.watches.watch import Watch

log = structlog.get_logger()
migrations = Migrations("khobao.deliveries")
_IDENTITY = ("watch", "way", "target", "begun_at")


@migrations()
def m001_deliveries(db: Database) -> None:
    """Make the one table: a row for each way of each watch."""
    db.execute(
        """
        CREATE TABLE deliveries (
            watch TEXT NOT NULL,
            way TEXT NOT NULL,
            target TEXT NOT NULL,
            begun_at TEXT NOT NULL,
            event INTEGER NOT NULL,
            event_at TEXT NOT NULL,
            delivered INTEGER NOT NULL DEFAULT 0,
            delivered_at TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            failing_since TEXT,
            next_at TEXT,
            error TEXT,
            off_at TEXT,
            PRIMARY KEY (watch, way)
        ) STRICT
        """
    )


class Deliveries:
    """deliveries.db, open for writing. Each call is a transaction of its own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> dict[tuple[str, str], Delivery]:
        """Each way of each watch, by the names of both."""
        rows = self._db.query("SELECT * FROM deliveries ORDER BY watch, way")
        return {(row["watch"], row["way"]): Delivery(**row) for row in rows}

    def register(self, watches: Iterable[Watch], position: Position, now: datetime) -> None:
        """Let ways that are new begin behind a position; one that leads elsewhere now begins without its failures."""
        registered = self.all()
        for watch in watches:
            for way, target in watch.ways.items():
                delivery, target_digest = registered.get((watch.name, way)), digest(target)
                if delivery is None:
                    self._add(Delivery(watch.name, way, target_digest, to_stamp(now), position.event, position.at))
                elif delivery.target != target_digest:
                    self._db.execute(
                        "UPDATE deliveries SET target = ? WHERE watch = ? AND way = ?", [target_digest, watch.name, way]
                    )
                    self.save(attrs.evolve(clear_failures(delivery), target=target_digest))

    def forget(self, watch: str) -> None:
        """Delete all ways of a watch."""
        self._db.execute("DELETE FROM deliveries WHERE watch = ?", [watch])

    def forget_others(self, ways: Mapping[str, Iterable[str]]) -> None:
        """Delete all ways but those that watches have, by the names of the watches."""
        for watch, way in self.all():
            if way not in ways.get(watch, ()):
                self._db.execute("DELETE FROM deliveries WHERE watch = ? AND way = ?", [watch, way])

    def save(self, delivery: Delivery) -> None:
        """Write a delivery's row; nothing where it was deleted, or begun anew, or leads elsewhere in the meantime."""
        row = attrs.asdict(delivery)
        columns = [name for name in row if name not in _IDENTITY]
        self._db.execute(
            f"UPDATE deliveries SET {', '.join(f'{name} = :{name}' for name in columns)}"  # noqa: S608  names of our own
            f" WHERE {' AND '.join(f'{name} = :{name}' for name in _IDENTITY)}",
            row,
        )

    def _add(self, delivery: Delivery) -> None:
        row = attrs.asdict(delivery)
        self._db.execute(
            f"INSERT INTO deliveries ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"  # noqa: S608  names of our own
            " ON CONFLICT DO NOTHING",
            row,
        )


@contextmanager
def open_deliveries(home: Home) -> Iterator[Deliveries]:
    """Open deliveries.db, made where there is none. The daemon and a command may both have it open.

    A damaged one is moved aside: all watches begin anew, with what comes from now on.
    """
    try:
        db = _open(home.deliveries)
    except sqlite3.DatabaseError as error:
        if not is_corruption(error):
            raise
        rename_damaged(home.deliveries)
        log.warning("deliveries.db was damaged: moved aside and made anew", error=str(error))
        db = _open(home.deliveries)
    with closing(db):
        yield Deliveries(db)


def _open(path: Path) -> Database:
    db = connect(path)
    try:
        if migrations.pending(db):
            migrations.apply(db)
        check_integrity(db)
    except sqlite3.Error:
        db.close()
        raise
    return db


def read_deliveries(home: Home) -> dict[tuple[str, str], Delivery]:
    """Each way of each watch, without making a file; nothing where it is damaged."""
    if not home.deliveries.exists():
        return {}
    with open_read_only(home.deliveries) as db:
        try:
            return {} if migrations.pending(db) else Deliveries(db).all()
        except sqlite3.DatabaseError as error:
            if is_corruption(error):
                return {}
            raise


def digest(target: str) -> str:
    """Hash that tells one target from another and says nothing of it."""
    return hashlib.sha256(target.encode()).hexdigest()
