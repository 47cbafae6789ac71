"""How each watched site does: what `khobao sites` lists."""

from __future__ import annotations

import sqlite3
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.frontier import count_waiting, read_found_sources, read_site_states
from pipeline.archive import open_read_only
from pipeline.clock import VIETNAM
from pipeline.errors import KhobaoError
from pipeline.queries import count_articles

if TYPE_CHECKING:
    from pathlib import Path

    from crawlers.frontier import SiteState
    from pipeline.config import Home, Site, SiteKind


@attrs.frozen
class SiteStatus:
    """A watched site, as `khobao sites` lists it."""

    domain: str
    name: str
    kind: SiteKind
    sources: int
    articles: int
    waiting: int
    """Addresses that are not fetched yet."""
    found: tuple[str, ...]
    """URLs of sections that its crawls found, and that are watched beside the file's sources."""
    state: str
    """Whether it is crawled and how that goes, for a person to read."""
    crawled_at: str | None = None
    """ISO 8601, in Vietnam's time."""
    error: str | None = None
    """Why it fails, where it does."""

    def as_json(self) -> dict[str, Any]:
        """As `khobao sites --json` prints it."""
        return attrs.asdict(self)


def site_statuses(home: Home) -> list[SiteStatus]:
    """The watched sites by domain. Nothing is written. Raises BadFile, KhobaoError where a database is damaged."""
    sites = home.sites()
    articles = _articles(home.archive)
    try:
        waiting, states = count_waiting(home.frontier), read_site_states(home.frontier)
        sections = read_found_sources(home.frontier)
    except sqlite3.DatabaseError as error:
        raise KhobaoError(f"{home.frontier} can't be read: {error}") from error
    return [
        attrs.evolve(
            _status(site, articles.get(site.domain, 0), waiting.get(site.domain, 0), states.get(site.domain)),
            found=tuple(sections.get(site.domain, ())) if site.discover else (),
        )
        for site in sites
    ]


def _status(site: Site, articles: int, waiting: int, state: SiteState | None) -> SiteStatus:
    crawled_at, error = None, None
    if site.paused:
        text = "paused"
    elif not site.sources:
        text = "no sources"
    elif state is None:
        text = "never crawled"
    else:
        crawled_at, error = _stamp(state.crawled_at) if state.crawled_at else None, state.error
        text = f"well, last crawled {crawled_at}"
        if state.failures:
            text = f"failing ({state.failures} crawls in a row): {error}"
        if state.blocked_until > time.time():
            text += f"; wants to be left alone until {_stamp(state.blocked_until)}"
    return SiteStatus(
        domain=site.domain,
        name=site.name,
        kind=site.kind,
        sources=len(site.sources),
        articles=articles,
        waiting=waiting,
        found=(),
        state=text,
        crawled_at=crawled_at,
        error=error,
    )


def _stamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, VIETNAM).isoformat(timespec="seconds")


def _articles(path: Path) -> dict[str, int]:
    """Count the archived articles, by domain."""
    if not path.exists():
        return {}
    try:
        with open_read_only(path) as db:
            return count_articles(db)
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):  # made, but not filled yet
            return {}
        raise KhobaoError(f"{path} can't be read: {error}") from error
