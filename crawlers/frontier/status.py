"""What others read of a frontier.db that a crawl process writes: never created, never written, never waited for long.

Where the file or its tables are not there yet, there is nothing to tell.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.frontier.state import SiteState
from pipeline.archive import open_read_only

if TYPE_CHECKING:
    from pathlib import Path


@attrs.frozen
class Hub:
    """The hub (`url`) that a source of a site names, and the address the source has there (`topic`)."""

    site: str
    source: str
    url: str
    topic: str


def read_site_states(path: Path) -> dict[str, SiteState]:
    """How each site that was crawled answers, by domain. Raises sqlite3.DatabaseError where the file is damaged."""
    columns = [field.name for field in attrs.fields(SiteState)]
    rows = _rows(path, f"SELECT {', '.join(columns)} FROM sites")  # noqa: S608  our own words
    return {row[0]: SiteState(*row) for row in rows}


def read_found_sources(path: Path) -> dict[str, list[str]]:
    """URLs of the sections that crawls made sources, by domain. Raises sqlite3.DatabaseError as above."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for site, url in _rows(path, "SELECT site, url FROM sections WHERE is_source = 1 ORDER BY since, url"):
        sources[site].append(url)
    return sources


def count_waiting(path: Path) -> dict[str, int]:
    """Addresses that wait or are under way, by domain. Raises sqlite3.DatabaseError where the file is damaged."""
    return dict(_rows(path, "SELECT site, count(*) FROM urls WHERE state != 'done' GROUP BY site"))


def read_failing(path: Path) -> dict[str, tuple[int, float]]:
    """Failures in a row and time of the last crawl, by domain of each site that fails; none of a damaged file."""
    try:
        rows = _rows(path, "SELECT site, failures, crawled_at FROM sites WHERE failures > 0")
    except sqlite3.DatabaseError:  # the crawl process mends it
        return {}
    return {site: (failures, crawled_at or 0.0) for site, failures, crawled_at in rows}


def read_hubs(path: Path) -> list[Hub]:
    """Hubs that feeds name, those of retired sources left out; none of a damaged file."""
    try:
        rows = _rows(path, "SELECT site, url, hub, topic FROM sources WHERE hub IS NOT NULL AND retired IS NULL")
    except sqlite3.DatabaseError:  # the crawl process mends it
        return []
    return [Hub(*row) for row in rows]


def _rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    if not path.exists():
        return []
    with open_read_only(path) as db:
        try:
            rows: list[tuple[Any, ...]] = db.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error) or "no such column" in str(error):  # made, but not filled yet
                return []
            raise
        return rows
