"""How the watched sites stand: what `khobao sites` lists."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.archive import open_read_only
from pipeline.clock import VIETNAM
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.config import Home, Site


def site_states(home: Home) -> list[dict[str, Any]]:
    """Return each watched site's domain, name, kind, sources, articles, waiting addresses and state. Writes nothing."""
    sites = home.sites()
    articles = _rows(
        home.archive, "SELECT domain, count(*) FROM articles JOIN sites ON sites.id = site_id GROUP BY site_id"
    )
    waiting = _rows(home.frontier, "SELECT site, count(*) FROM urls WHERE state != 'done' GROUP BY site")
    answers = _rows(home.frontier, "SELECT site, failures, error, crawled_at, blocked_until FROM sites")
    return [
        {
            "domain": site.domain,
            "name": site.name,
            "kind": site.kind,
            "sources": len(site.sources),
            "articles": articles.get(site.domain, (0,))[0],
            "waiting": waiting.get(site.domain, (0,))[0],
            **_state(site, answers.get(site.domain)),
        }
        for site in sites
    ]


def _state(site: Site, answer: tuple[Any, ...] | None) -> dict[str, Any]:
    if site.paused:
        return {"state": "paused", "crawled_at": None, "error": None}
    if not site.sources:
        return {"state": "no sources", "crawled_at": None, "error": None}
    if answer is None:
        return {"state": "never crawled", "crawled_at": None, "error": None}
    failures, error, crawled_at, blocked_until = answer
    crawled = datetime.fromtimestamp(crawled_at, VIETNAM).isoformat(timespec="seconds") if crawled_at else None
    state = f"failing ({failures} crawls in a row): {error}" if failures else f"well, last crawled {crawled}"
    if blocked_until > datetime.now(VIETNAM).timestamp():
        until = datetime.fromtimestamp(blocked_until, VIETNAM).isoformat(timespec="seconds")
        state += f"; wants to be left alone until {until}"
    return {"state": state, "crawled_at": crawled, "error": error}


def _rows(path: Path, statement: str) -> dict[str, tuple[Any, ...]]:
    if not path.exists():
        return {}
    try:
        with open_read_only(path) as db:
            return {row[0]: row[1:] for row in db.execute(statement)}
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):  # made, but not filled yet
            return {}
        message = f"{path} can't be read: {error}"
        raise KhobaoError(message) from error
