"""The frontier: which addresses wait to be fetched, newest first, and how each source stood when last asked.

The shape of crawler-commons' URLFrontier (discover, lease, ack, block_until), in one SQLite file that can be deleted:
it is made anew from sites/ and archive.db. One process uses it. Times are seconds since the epoch.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs
import structlog
from sqlite_utils import Database, Migrations

from pipeline.archive import check_integrity, open_read_only, rename_damaged
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from crawlers.sources import DiscoveredUrl

log = structlog.get_logger()

migrations = Migrations("khobao.frontier")

# Seconds after which an address that failed is tried again. After the last it is given up until a source names it anew.
RETRY_AFTER = (15.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
LONGEST_BLOCK = 86_460.0  # seconds that a site is left alone at most: a day, and what passes meanwhile
KEEP_DONE = 14 * 86400.0  # seconds; longer than any feed lists an article, so that a dead link is not asked for daily

Known = "Callable[[str, Iterable[str]], set[str]]"


@migrations()
def m001_frontier(db: Database) -> None:
    """Make the tables of waiting addresses, sources and hosts."""
    for statement in (
        """
        CREATE TABLE urls (
            identity TEXT NOT NULL,
            site TEXT NOT NULL,
            url TEXT NOT NULL,
            via TEXT,
            newness REAL NOT NULL,
            since REAL NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting',
            not_before REAL NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0,
            reason TEXT,
            PRIMARY KEY (site, identity)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX urls_waiting ON urls(site, state, newness DESC)",
        """
        CREATE TABLE sources (
            url TEXT PRIMARY KEY,
            site TEXT NOT NULL,
            etag TEXT,
            last_modified TEXT,
            digest TEXT,
            polled_at REAL,
            read_at REAL,
            walked INTEGER NOT NULL DEFAULT 0,
            resume TEXT,
            pages INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            error TEXT
        ) STRICT
        """,
        """
        CREATE TABLE sites (
            site TEXT PRIMARY KEY,
            blocked_until REAL NOT NULL DEFAULT 0,
            strikes INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            crawled_at REAL
        ) STRICT
        """,
    ):
        db.execute(statement)


@migrations()
def m002_rota(db: Database) -> None:
    """Remember when each source is to be asked next, and since when it does or does not bring anything."""
    for column in ("due_at", "watched_since", "news_at", "changed_at", "empty_since", "failing_since"):
        db.execute(f"ALTER TABLE sources ADD COLUMN {column} REAL")
    db.execute("ALTER TABLE sources ADD COLUMN named TEXT")
    db.execute("ALTER TABLE sources ADD COLUMN retired TEXT")


@migrations()
def m003_hubs(db: Database) -> None:
    """Remember the hubs that feeds name."""
    db.execute("ALTER TABLE sources ADD COLUMN hub TEXT")
    db.execute("ALTER TABLE sources ADD COLUMN topic TEXT")


@attrs.frozen
class Hub:
    """The hub (`url`) that a source of a site names, and the address the source has there (`topic`)."""

    site: str
    source: str
    url: str
    topic: str


@attrs.frozen
class Lease:
    """An address to fetch now: ack it, or give it back."""

    site: str
    url: str
    via: str | None
    tries: int = 0


@attrs.frozen
class SourceState:
    """How a source stood when last asked.

    `digest` is of its last payload, `read_at` when it was last read in full. `walked` tells whether a listing was ever
    followed to its end (until then, a page without news does not end it), `resume` the page to follow it on from, and
    `pages` how many it was followed along until then.

    It is to be asked next at `due_at`, has been asked since `watched_since`, brought something unknown last at
    `news_at`, and named other addresses than before (`named`: their digest) last at `changed_at`; it names none since
    `empty_since`, and fails since `failing_since`. `retired`: why it is asked but once a day.
    `hub` tells of its news under the name `topic` (crawlers.websub).
    """

    url: str
    site: str
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    polled_at: float | None = None
    read_at: float | None = None
    walked: int = 0
    resume: str | None = None
    pages: int = 0
    failures: int = 0
    error: str | None = None
    due_at: float | None = None
    watched_since: float | None = None
    news_at: float | None = None
    changed_at: float | None = None
    empty_since: float | None = None
    failing_since: float | None = None
    named: str | None = None
    retired: str | None = None
    hub: str | None = None
    topic: str | None = None


@attrs.frozen
class SiteState:
    """How a site answers: not to be asked before `blocked_until`, `strikes` times told off in a row."""

    site: str
    blocked_until: float = 0.0
    strikes: int = 0
    failures: int = 0
    error: str | None = None
    crawled_at: float | None = None


class Frontier:
    """The crawler's memory. `known` tells which of a site's URLs the archive holds: they are not fetched again."""

    def __init__(self, path: Path, known: Callable[[str, Iterable[str]], set[str]]) -> None:
        self._known = known
        try:
            self._open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, or a full disk: nothing is wrong with the file
                raise
            rename_damaged(path)
            log.warning("frontier.db was damaged: moved aside and made anew", error=str(error))
            self._open(path)

    def _open(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA temp_store = MEMORY")
        migrations.apply(Database(self._connection))
        check_integrity(Database(self._connection))

    def close(self) -> None:
        """Close the file. Leases are given back by the next `restore`."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled it back already
                self._connection.execute("ROLLBACK")
            raise

    def restore(self) -> None:
        """Give back what a process that is gone had leased, unless the archive holds it."""
        with self._transaction() as connection:
            leased = connection.execute("SELECT site, url FROM urls WHERE state = 'leased'").fetchall()
            for site, url in leased:
                state = "done" if self._known(site, [url]) else "waiting"
                connection.execute("UPDATE urls SET state = ? WHERE site = ? AND url = ?", [state, site, url])

    def discover(self, site: str, found: Iterable[DiscoveredUrl], source: SourceState) -> int:
        """Add what a source lists and remember how the source stood, together. Returns how many addresses are new.

        What is in the archive or the frontier already is left as it is. An address that was given up stays so until it
        is forgotten (KEEP_DONE).
        """
        by_identity = {identity(one.url): one for one in found}
        held = self._known(site, [one.url for one in by_identity.values()])
        now = time.time()
        rows = [
            (key, site, one.url, source.url, _newness(one, now - position * 1e-3), now)
            for position, (key, one) in enumerate(by_identity.items())
            if one.url not in held
        ]
        with self._transaction() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT INTO urls (identity, site, url, via, newness, since) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (site, identity) DO NOTHING",
                rows,
            )
            new = connection.total_changes - before
            self._save_source(connection, source)
        return new

    def lease(self, site: str, limit: int = 1) -> list[Lease]:
        """Hand out the site's newest waiting addresses. They are ours until acked, given back or restored."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT identity, url, via, tries FROM urls WHERE site = ? AND state = 'waiting'"
                " AND (not_before <= ? OR not_before > ?) ORDER BY newness DESC, url LIMIT ?",
                [site, time.time(), time.time() + RETRY_AFTER[-1], limit],
            ).fetchall()
            connection.executemany(
                "UPDATE urls SET state = 'leased' WHERE site = ? AND identity = ?", [(site, row[0]) for row in rows]
            )
        return [Lease(site, url, via, tries) for _, url, via, tries in rows]

    def ack(self, leases: Iterable[Lease], reason: str | None = None) -> None:
        """Be done with addresses: fetched and stored, or not to be had (`reason`)."""
        self._set(leases, "state = 'done', since = ?, reason = ?", [time.time(), reason])

    def give_back(self, leases: Iterable[Lease]) -> None:
        """Let addresses wait again as if never leased."""
        self._set(leases, "state = 'waiting'", [])

    def fail(self, lease: Lease, reason: str) -> float | None:
        """Put an address off after a failure. Returns the seconds to wait, or None where it is given up."""
        if lease.tries >= len(RETRY_AFTER):
            self.ack([lease], reason)
            return None
        wait = RETRY_AFTER[lease.tries]
        self._set(
            [lease],
            "state = 'waiting', tries = tries + 1, not_before = ?, reason = ?",
            [time.time() + wait, reason],
        )
        return wait

    def _set(self, leases: Iterable[Lease], assignments: str, values: list[object]) -> None:
        with self._transaction() as connection:
            connection.executemany(
                f"UPDATE urls SET {assignments} WHERE site = ? AND identity = ?",  # noqa: S608  our own words
                [(*values, lease.site, identity(lease.url)) for lease in leases],
            )

    def forget_done(self, site: str) -> None:
        """Delete what is long done, so that the frontier stays small while a daemon runs for months."""
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM urls WHERE site = ? AND state = 'done' AND since < ?", [site, time.time() - KEEP_DONE]
            )

    def next_try(self, site: str) -> float | None:
        """Return when the site's next waiting address may be fetched (in the past: now), None where none waits."""
        row = self._connection.execute(
            "SELECT min(not_before) FROM urls WHERE site = ? AND state = 'waiting'", [site]
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def waiting(self, site: str) -> int:
        """Return how many addresses of a site wait."""
        row = self._connection.execute("SELECT count(*) FROM urls WHERE site = ? AND state = 'waiting'", [site])
        return int(row.fetchone()[0])

    def known(self, site: str, urls: list[str]) -> set[str]:
        """Return those URLs that are in the archive or were ever in the frontier."""
        held = self._known(site, urls)
        here = {
            url
            for url in urls
            if self._connection.execute(
                "SELECT 1 FROM urls WHERE site = ? AND identity = ?", [site, identity(url)]
            ).fetchone()
        }
        return held | here

    def source(self, site: str, url: str) -> SourceState:
        """Return how a source stood when last asked; a blank state for one never asked."""
        names = [field.name for field in attrs.fields(SourceState)]
        row = self._connection.execute(f"SELECT {', '.join(names)} FROM sources WHERE url = ?", [url])  # noqa: S608
        values = row.fetchone()
        return SourceState(**dict(zip(names, values, strict=True))) if values else SourceState(url, site)

    def save_source(self, source: SourceState) -> None:
        """Remember how a source stood."""
        with self._transaction() as connection:
            self._save_source(connection, source)

    def _save_source(self, connection: sqlite3.Connection, source: SourceState) -> None:
        values = attrs.asdict(source)
        connection.execute(
            f"INSERT OR REPLACE INTO sources ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
            list(values.values()),
        )

    def site(self, site: str) -> SiteState:
        """Return how a site answers."""
        names = [field.name for field in attrs.fields(SiteState)]
        row = self._connection.execute(f"SELECT {', '.join(names)} FROM sites WHERE site = ?", [site])  # noqa: S608
        values = row.fetchone()
        state = SiteState(**dict(zip(names, values, strict=True))) if values else SiteState(site)
        is_odd = state.blocked_until > time.time() + LONGEST_BLOCK  # the clock has been put back since
        return attrs.evolve(state, blocked_until=0.0) if is_odd else state

    def save_site(self, state: SiteState) -> None:
        """Remember how a site answers."""
        values = attrs.asdict(state)
        with self._transaction() as connection:
            connection.execute(
                f"INSERT OR REPLACE INTO sites ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
                list(values.values()),
            )

    def block_until(self, site: str, moment: float, strikes: int = 0) -> None:
        """Ask a site nothing before a moment."""
        self.save_site(attrs.evolve(self.site(site), blocked_until=moment, strikes=strikes))


def read_failing(path: Path) -> dict[str, tuple[int, float]]:
    """Return each failing site's failures in a row and its last crawl; without writing."""
    failing = _read(path, "SELECT site, failures, crawled_at FROM sites WHERE failures > 0")
    return {site: (failures, crawled_at or 0.0) for site, failures, crawled_at in failing}


def read_hubs(path: Path) -> list[Hub]:
    """Return the hubs that feeds name; without writing."""
    rows = _read(path, "SELECT site, url, hub, topic FROM sources WHERE hub IS NOT NULL AND retired IS NULL")
    return [Hub(*row) for row in rows]


def _read(path: Path, statement: str) -> list[tuple[Any, ...]]:
    if not path.exists():
        return []
    with open_read_only(path) as db:
        try:
            return db.execute(statement).fetchall()
        except sqlite3.DatabaseError:  # its tables are not there yet; or damaged, which the crawl process mends
            return []


def _newness(found: DiscoveredUrl, otherwise: float) -> float:
    moment = found.published_at or found.changed_at
    return moment.timestamp() if moment else otherwise
