"""The frontier: which addresses wait to be fetched, newest first, and how each source stood when last asked.

The shape of crawler-commons' URLFrontier (discover, lease, ack, block_until), in one SQLite file that can be deleted:
it is made anew from sites/ and archive.db. One process uses it. Times are seconds since the epoch.
"""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import attrs
import structlog

from crawlers.frontier.links import SeenLinks
from crawlers.frontier.migrations import migrations
from crawlers.frontier.sections import FoundSections
from crawlers.frontier.state import read_site_state, read_source_state, write_site_state, write_source_state
from pipeline.archive import check_integrity, connect, immediate_transaction, rename_damaged
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlite_utils import Database

    from crawlers.frontier.state import SiteState, SourceState
    from crawlers.sources import DiscoveredUrl

log = structlog.get_logger()

# Seconds after which an address that failed is tried again. After the last it is given up until a source names it anew.
RETRY_AFTER = (15.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
KEEP_DONE = 14 * 86400.0  # seconds; longer than any feed lists an article, so that a dead link is not asked for daily


@attrs.frozen
class Lease:
    """An address to fetch now: ack it, or give it back. `via` is the source that named it."""

    site: str
    url: str
    via: str | None
    tries: int = 0


class Frontier:
    """The crawler's memory. `archived` says which of a site's URLs the archive holds: they are not fetched again."""

    def __init__(self, path: Path, archived: Callable[[str, Iterable[str]], set[str]]) -> None:
        self._archived = archived
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, or a full disk: nothing is wrong with the file
                raise
            rename_damaged(path)
            log.warning("frontier.db was damaged: moved aside and made anew", error=str(error))
            self._db = _open(path)
        self.sections = FoundSections(self._db)
        self.links = SeenLinks(self._db)

    def close(self) -> None:
        """Close the file. Leases are given back by the next `restore`."""
        self._db.close()

    def _transaction(self) -> AbstractContextManager[None]:
        return immediate_transaction(self._db)

    def restore(self) -> None:
        """Give back what a process that is gone had leased, unless the archive holds it."""
        with self._transaction():
            leased = self._db.execute("SELECT site, url FROM urls WHERE state = 'leased'").fetchall()
            for site, url in leased:
                state = "done" if self._archived(site, [url]) else "waiting"
                self._db.execute("UPDATE urls SET state = ? WHERE site = ? AND url = ?", [state, site, url])

    def discover(self, site: str, urls: Iterable[DiscoveredUrl], source: SourceState) -> int:
        """Add what a source lists and remember how the source stood, together. Returns how many addresses are new.

        What is in the archive or the frontier already is left as it is. An address that was given up stays so until it
        is forgotten (KEEP_DONE).
        """
        by_identity = {identity(discovered.url): discovered for discovered in urls}
        archived = self._archived(site, [discovered.url for discovered in by_identity.values()])
        now = time.time()
        rows = [
            (key, site, discovered.url, source.url, _newness(discovered, now - position * 1e-3), now)
            for position, (key, discovered) in enumerate(by_identity.items())
            if discovered.url not in archived
        ]
        with self._transaction():
            before = self._db.conn.total_changes
            self._db.conn.executemany(
                "INSERT INTO urls (identity, site, url, via, newness, since) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (site, identity) DO NOTHING",
                rows,
            )
            new = self._db.conn.total_changes - before
            write_source_state(self._db, source)
        return int(new)

    def lease(self, site: str, limit: int = 1) -> list[Lease]:
        """Hand out the site's newest waiting addresses. They are ours until acked, given back or restored."""
        with self._transaction():
            rows = self._db.execute(
                "SELECT identity, url, via, tries FROM urls WHERE site = ? AND state = 'waiting'"
                " AND (not_before <= ? OR not_before > ?) ORDER BY newness DESC, url LIMIT ?",
                [site, time.time(), time.time() + RETRY_AFTER[-1], limit],
            ).fetchall()
            self._db.conn.executemany(
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
        with self._transaction():
            self._db.conn.executemany(
                f"UPDATE urls SET {assignments} WHERE site = ? AND identity = ?",  # noqa: S608  our own words
                [(*values, lease.site, identity(lease.url)) for lease in leases],
            )

    def forget_done(self, site: str) -> None:
        """Delete what is long done, so that the frontier stays small while a daemon runs for months."""
        with self._transaction():
            self._db.execute(
                "DELETE FROM urls WHERE site = ? AND state = 'done' AND since < ?", [site, time.time() - KEEP_DONE]
            )

    def next_try(self, site: str) -> float | None:
        """When the site's next waiting address may be fetched (in the past: now), None where none waits."""
        row = self._db.execute(
            "SELECT min(not_before) FROM urls WHERE site = ? AND state = 'waiting'", [site]
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def waiting(self, site: str) -> int:
        """Count the addresses of a site that wait."""
        row = self._db.execute("SELECT count(*) FROM urls WHERE site = ? AND state = 'waiting'", [site])
        return int(row.fetchone()[0])

    def known(self, site: str, urls: list[str]) -> set[str]:
        """Those of some URLs that are in the archive or were ever in the frontier."""
        return self._archived(site, urls) | {
            url
            for url in urls
            if self._db.execute("SELECT 1 FROM urls WHERE site = ? AND identity = ?", [site, identity(url)]).fetchone()
        }

    def source_state(self, site: str, url: str) -> SourceState:
        """How a source stood when last asked; a blank state for one never asked."""
        return read_source_state(self._db, site, url)

    def save_source(self, state: SourceState) -> None:
        """Remember how a source stood."""
        with self._transaction():
            write_source_state(self._db, state)

    def site_state(self, site: str) -> SiteState:
        """How a site answers; a blank state for one never asked."""
        return read_site_state(self._db, site)

    def save_site(self, state: SiteState) -> None:
        """Remember how a site answers."""
        with self._transaction():
            write_site_state(self._db, state)

    def block_until(self, site: str, moment: float, strikes: int = 0) -> None:
        """Ask a site nothing before a moment."""
        self.save_site(attrs.evolve(self.site_state(site), blocked_until=moment, strikes=strikes))


def _open(path: Path) -> Database:
    db = connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    migrations.apply(db)
    check_integrity(db)
    return db


def _newness(discovered: DiscoveredUrl, otherwise: float) -> float:
    return discovered.moment.timestamp() if discovered.moment else otherwise
