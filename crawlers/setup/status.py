"""How the watched sites stand: what `khobao sites` lists."""

from __future__ import annotations

import sqlite3
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawlers.frontier import count_waiting, read_site_states
from pipeline.archive import open_read_only
from pipeline.clock import VIETNAM
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from pathlib import Path

    from crawlers.frontier import SiteState
    from pipeline.config import Home, Site


def site_states(home: Home) -> list[dict[str, Any]]:
    """Return each watched site's domain, name, kind, sources, articles, waiting addresses and state. Writes nothing."""
    sites = home.sites()
    articles = _articles(home.archive)
    try:
        waiting, states = count_waiting(home.frontier), read_site_states(home.frontier)
    except sqlite3.DatabaseError as error:
        raise KhobaoError(f"{home.frontier} can't be read: {error}") from error
    return [
        {
            "domain": site.domain,
            "name": site.name,
            "kind": site.kind,
            "sources": len(site.sources),
            "articles": articles.get(site.domain, 0),
            "waiting": waiting.get(site.domain, 0),
            **_state(site, states.get(site.domain)),
        }
        for site in sites
    ]


def _state(site: Site, state: SiteState | None) -> dict[str, Any]:
    if site.paused:
        return {"state": "paused", "crawled_at": None, "error": None}
    if not site.sources:
        return {"state": "no sources", "crawled_at": None, "error": None}
    if state is None:
        return {"state": "never crawled", "crawled_at": None, "error": None}
    crawled_at = _stamp(state.crawled_at) if state.crawled_at else None
    text = f"well, last crawled {crawled_at}"
    if state.failures:
        text = f"failing ({state.failures} crawls in a row): {state.error}"
    if state.blocked_until > time.time():
        text += f"; wants to be left alone until {_stamp(state.blocked_until)}"
    return {"state": text, "crawled_at": crawled_at, "error": state.error}


def _stamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, VIETNAM).isoformat(timespec="seconds")


def _articles(path: Path) -> dict[str, int]:
    """Count the archived articles, by domain."""
    if not path.exists():
        return {}
    try:
        with open_read_only(path) as db:
            return dict(
                db.execute("SELECT domain, count(*) FROM articles JOIN sites ON sites.id = site_id GROUP BY site_id")
            )
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):  # made, but not filled yet
            return {}
        raise KhobaoError(f"{path} can't be read: {error}") from error
