"""Delivery: how far each watch is delivered by each of its ways, and what follows when one fails. deliveries.db.

A file of its own, not a table of archive.db: that one has one writer, the crawl process, which is not to wait for the
commits of each delivery; and it is made anew by a rebuild, which is no reason to tell everything twice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import structlog
from sqlite_utils import Database, Migrations

from pipeline.archive import check_integrity, is_corruption, open_read_only, rename_damaged
from pipeline.clock import from_stamp, to_stamp
from pipeline.watches.match import Position
from pipeline.watches.watch import load_watches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.config import Home
    from pipeline.watches.watch import Watch, Way

log = structlog.get_logger()

# After a failure the same message is tried again, by the schedule that the Standard Webhooks name; the last holds on.
RETRY_IN = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
LONGEST_WAIT = timedelta(days=1)
JITTER = 0.1  # of the wait, more or less, so that what failed together does not come again together
GIVE_UP_AFTER = timedelta(days=5)
LONGEST_ERROR = 300

migrations = Migrations("khobao.deliveries")


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


@attrs.frozen
class Delivery:
    """One way of one watch. `target` is a digest of where it leads; `event`, `event_at` the last event dealt with.

    `failures` are those in a row; then `failing_since`, `error`, and `next_at`, before which nothing is tried, or
    `off_at`: it was given up.
    """

    watch: str
    way: Way
    target: str
    begun_at: str
    event: int = 0
    event_at: str = ""
    delivered: int = 0
    delivered_at: str | None = None
    failures: int = 0
    failing_since: str | None = None
    next_at: str | None = None
    error: str | None = None
    off_at: str | None = None

    @property
    def position(self) -> Position:
        """The last event that was dealt with."""
        return Position(self.event, self.event_at)

    def is_due(self, now: datetime) -> bool:
        """Tell whether it may be tried."""
        return self.off_at is None and (self.next_at is None or self.next_at <= to_stamp(now))


def reached(delivery: Delivery, position: Position) -> Delivery:
    """Return how it stands when the events up to a position concern it no more."""
    return attrs.evolve(delivery, event=position.event, event_at=position.at)


def well(delivery: Delivery) -> Delivery:
    """Return how it stands when it works: what failed before counts no more."""
    return attrs.evolve(delivery, failures=0, failing_since=None, next_at=None, error=None, off_at=None)


def delivered(delivery: Delivery, position: Position, now: datetime) -> Delivery:
    """Return how it stands after an event was delivered."""
    told = attrs.evolve(delivery, delivered=delivery.delivered + 1, delivered_at=to_stamp(now))
    return reached(well(told), position)


def failed(
    delivery: Delivery, error: str, now: datetime, chance: float, *, for_good: bool = False, wait: float = 0.0
) -> Delivery:
    """Return how it stands after a failure. `chance` is from 0 to 1. It is given up after five days of failures.

    Its receiver may ask for a `wait` in seconds; LONGEST_WAIT of it is heeded. It is not given up before the whole
    schedule was gone through: a machine that was off for a week has not tried.
    """
    since = delivery.failing_since or to_stamp(now)
    failures = delivery.failures + 1
    own = RETRY_IN[min(failures, len(RETRY_IN)) - 1] * (1 + JITTER * (2 * chance - 1))
    asked = min(timedelta(seconds=min(wait, 1e9)), LONGEST_WAIT)
    over = for_good or (failures > len(RETRY_IN) and now - from_stamp(since) >= GIVE_UP_AFTER)
    return attrs.evolve(
        delivery,
        failures=failures,
        failing_since=since,
        error=error[:LONGEST_ERROR],
        next_at=None if over else to_stamp(now + max(own, asked)),
        off_at=to_stamp(now) if over else None,
    )


class Deliveries:
    """deliveries.db, open."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> dict[tuple[str, str], Delivery]:
        """Return each way of each watch, by both."""
        rows = self._db.query("SELECT * FROM deliveries ORDER BY watch, way")
        return {(row["watch"], row["way"]): Delivery(**row) for row in rows}

    def take_up(self, watches: Iterable[Watch], begin: Position, now: datetime) -> None:
        """Let the ways of watches that are new begin behind a position, and a way that leads elsewhere now be well."""
        known = self.all()
        for watch in watches:
            for way, where in watch.ways.items():
                old, target = known.get((watch.name, way)), digest(where)
                if old is None:
                    self._add(Delivery(watch.name, way, target, to_stamp(now), begin.event, begin.at))
                elif old.target != target:
                    self._db.execute(
                        "UPDATE deliveries SET target = ? WHERE watch = ? AND way = ?", [target, watch.name, way]
                    )
                    self.save(attrs.evolve(well(old), target=target))

    def forget(self, watch: str) -> None:
        """Forget a watch."""
        self._db.execute("DELETE FROM deliveries WHERE watch = ?", [watch])

    def keep(self, ways: Mapping[str, Iterable[str]]) -> None:
        """Forget the ways that watches have no more."""
        for watch, way in self.all():
            if way not in ways.get(watch, ()):
                self._db.execute("DELETE FROM deliveries WHERE watch = ? AND way = ?", [watch, way])

    def save(self, delivery: Delivery) -> None:
        """Remember how a way stands; nothing where it was taken away, or begun anew, in the meantime."""
        row = attrs.asdict(delivery)
        same = ("watch", "way", "target", "begun_at")
        columns = [name for name in row if name not in same]
        self._db.execute(
            f"UPDATE deliveries SET {', '.join(f'{name} = :{name}' for name in columns)}"  # noqa: S608  names of our own
            f" WHERE {' AND '.join(f'{name} = :{name}' for name in same)}",
            row,
        )

    def _add(self, delivery: Delivery) -> None:
        row: dict[str, Any] = attrs.asdict(delivery)
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
        opened = _open(home.deliveries)
    except sqlite3.DatabaseError as error:
        if not is_corruption(error):
            raise
        rename_damaged(home.deliveries)
        log.warning("deliveries.db was damaged: moved aside and made anew", error=str(error))
        opened = _open(home.deliveries)
    with closing(opened):
        yield Deliveries(Database(opened))


def _open(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        if migrations.pending(Database(opened)):
            migrations.apply(Database(opened))
        check_integrity(Database(opened))
    except sqlite3.Error:
        opened.close()
        raise
    return opened


def read_deliveries(home: Home) -> dict[tuple[str, str], Delivery]:
    """Return how each way of each watch stands, without making anything; of a damaged file nothing is known."""
    if not home.deliveries.exists():
        return {}
    with open_read_only(home.deliveries) as db:
        try:
            return {} if migrations.pending(db) else Deliveries(db).all()
        except sqlite3.DatabaseError as error:
            if is_corruption(error):
                return {}
            raise


@attrs.frozen
class ShownWatch:
    """A watch as anyone may see it: nothing of where its ways lead, but how they stand, None before the first look."""

    name: str
    query: str
    site: str | None
    on: tuple[str, ...]
    ways: dict[Way, Delivery | None]


def shown_watches(home: Home) -> list[ShownWatch]:
    """Return the watches of a home for its pages. Those whose file is faulty are left out."""
    known = read_deliveries(home)
    return [
        ShownWatch(one.name, one.query, one.site, one.on, {way: known.get((one.name, way)) for way in one.ways})
        for one in load_watches(home.watches_folder)[0]
    ]


def digest(target: str) -> str:
    """Return what tells one target from another and says nothing of it."""
    return hashlib.sha256(target.encode()).hexdigest()
