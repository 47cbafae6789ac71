"""What a crawl learns of a site's sections: pages that may be some, and those that became sources.

A site's file stays as its owner wrote it; sources that a crawl found stand here, and are watched beside those of the
file. Times are epoch seconds.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import immediate_transaction
from pipeline.config import REST, Source
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from crawlers.sources import SectionLink
    from pipeline.config import Site

TRIES_A_DAY = 50  # pages of a site that are tried as sections: with 240 polls a day they are a sixth of what is asked
MAX_SOURCES = 40  # of a site, those of its file among them; no more are found
RETRY = 30 * 86_400.0  # seconds after which a page that was of no use is tried again: a section may have been empty
MAX_RANK = 2  # the site's own affairs are never tried
MAX_LINKS = 1000  # remembered for a site: a menu of 5000 is a trap


class FoundSections:
    """Pages that may be sections of the watched sites, in frontier.db."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, site: str, links: Iterable[SectionLink], via: str) -> None:
        """Remember pages to be tried, but for those that are known already; `via` is the page that links to them."""
        rows = [
            (site, identity(link.url), link.url, via, link.rank, time.time()) for link in links if link.rank <= MAX_RANK
        ]
        with immediate_transaction(self._db):
            count = self._db.execute("SELECT count(*) FROM sections WHERE site = ?", [site]).fetchone()[0]
            self._db.conn.executemany(
                "INSERT INTO sections (site, identity, url, via, rank, since) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (site, identity) DO NOTHING",
                rows[: max(0, MAX_LINKS - count)],
            )

    def take(self, site: Site) -> str | None:
        """The page to be tried next, from now on taken to be of no use; None where none is, or enough were today."""
        if not site.discover or len(site.sources) >= MAX_SOURCES:
            return None
        now, own = time.time(), {identity(source.url) for source in site.sources}
        with immediate_transaction(self._db):
            tries = "SELECT count(*) FROM sections WHERE site = ? AND tried_at BETWEEN ? AND ?"
            if self._db.execute(tries, [site.domain, now - 86_400, now]).fetchone()[0] >= TRIES_A_DAY:
                return None
            rows = self._db.execute(
                "SELECT identity, url FROM sections WHERE site = ? AND is_source = 0"
                " AND (tried_at IS NULL OR tried_at < ?) ORDER BY tried_at IS NOT NULL, rank, since, url",
                [site.domain, now - RETRY],
            )
            key, url = next((row for row in rows if row[0] not in own), (None, None))
            if key:
                self._db.execute(
                    "UPDATE sections SET tried_at = ? WHERE site = ? AND identity = ?", [now, site.domain, key]
                )
        return url

    def become_source(self, site: str, url: str, via: str) -> None:
        """Watch a page as a listing from now on."""
        with immediate_transaction(self._db):
            self._db.execute(
                "INSERT INTO sections (site, identity, url, via, rank, since, is_source) VALUES (?, ?, ?, ?, 0, ?, 1)"
                " ON CONFLICT (site, identity) DO UPDATE SET is_source = 1, url = excluded.url",
                [site, identity(url), url, via, time.time()],
            )

    def with_sources(self, site: Site) -> Site:
        """A site with the sources that were found beside those of its file, as far back as all of these go."""
        if not site.discover:
            return site
        own = {identity(source.url) for source in site.sources}
        rows = self._db.execute(
            "SELECT identity, url FROM sections WHERE site = ? AND is_source = 1 ORDER BY since, url", [site.domain]
        )
        days = [source.since for source in site.sources]
        since = min((day for day in days if day), default=None) if all(days) else None
        sections = [Source("listing", url, every=REST, since=since) for key, url in rows if key not in own]
        return attrs.evolve(site, sources=(*site.sources, *sections))
