"""How a source and a site stood when last asked, as values, and as rows of frontier.db. Times are epoch seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.sources import HubTopic

if TYPE_CHECKING:
    from sqlite_utils import Database

LONGEST_BLOCK = 86_460.0  # seconds that a site is left alone at most: a day, and what passes meanwhile


@attrs.frozen(kw_only=True)
class Validators:
    """What the last payload of a source is known again by."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    """SHA-256 of its bytes, in hexadecimal."""

    def as_headers(self) -> dict[str, str]:
        """Request headers that ask for it only if it is another one."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@attrs.frozen(kw_only=True)
class WalkPosition:
    """How far a listing has been followed along its pages."""

    is_complete: bool = False
    """It was followed to its end once: from then on, a page without news ends it."""
    resume: str | None = None
    """URL of the page to follow it on from."""
    pages: int = 0
    """Pages of the first walk so far."""


@attrs.frozen(kw_only=True)
class Failing:
    """Polls that failed in a row, up to the last one."""

    count: int = 0
    since: float | None = None
    error: str | None = None
    """What the last of them came to, for a person to read."""


@attrs.frozen(kw_only=True)
class Habits:
    """Since when a source brings something, or nothing."""

    watched_since: float | None = None
    news_at: float | None = None
    """When it last named an address that was not known."""
    changed_at: float | None = None
    """When it last named other addresses than before."""
    named: str | None = None
    """SHA-256 of the addresses it named last, in hexadecimal; None for sitemaps, of which not all is read."""
    empty_since: float | None = None
    """Since when it names no address at all."""


@attrs.frozen
class SourceState:
    """How a source of a site, or a file of a sitemap, stood when last asked."""

    url: str
    site: str
    polled_at: float | None = None
    read_at: float | None = None
    """When it was last read in full."""
    due_at: float | None = None
    retired: str | None = None
    """Why it is asked but once a day."""
    validators: Validators = Validators()
    walk: WalkPosition = WalkPosition()
    failing: Failing = Failing()
    habits: Habits = Habits()
    hub: HubTopic | None = None

    @property
    def is_unfinished(self) -> bool:
        """It was too long for one crawl, and is to be gone on with soon."""
        return self.polled_at is not None and self.read_at is None and not self.failing.count


@attrs.frozen
class SiteState:
    """How a site answers."""

    site: str
    blocked_until: float = 0.0
    """It is not to be asked before."""
    strikes: int = 0
    """How often in a row it said that it is overloaded."""
    failures: int = 0
    """Crawls that failed in a row."""
    error: str | None = None
    crawled_at: float | None = None


def read_source_state(db: Database, site: str, url: str) -> SourceState:
    """Read how a source stood when last asked; a blank state for one never asked."""
    columns = _row_of(SourceState(url, site)).keys()
    row = db.execute(f"SELECT {', '.join(columns)} FROM sources WHERE url = ?", [url]).fetchone()  # noqa: S608
    return _source_state(dict(zip(columns, row, strict=True))) if row else SourceState(url, site)


def write_source_state(db: Database, state: SourceState) -> None:
    """Put how a source stood in place of what was known of it."""
    _replace(db, "sources", _row_of(state))


def read_site_state(db: Database, site: str) -> SiteState:
    """Read how a site answers. A block longer than any is that of a clock which was put back since: none."""
    columns = [field.name for field in attrs.fields(SiteState)]
    row = db.execute(f"SELECT {', '.join(columns)} FROM sites WHERE site = ?", [site]).fetchone()  # noqa: S608
    state = SiteState(*row) if row else SiteState(site)
    return state if state.blocked_until <= time.time() + LONGEST_BLOCK else attrs.evolve(state, blocked_until=0.0)


def write_site_state(db: Database, state: SiteState) -> None:
    """Put how a site answers in place of what was known of it."""
    _replace(db, "sites", attrs.asdict(state))


def _replace(db: Database, table: str, row: dict[str, Any]) -> None:
    db.execute(
        f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608  ours
        list(row.values()),
    )


def _row_of(state: SourceState) -> dict[str, Any]:
    """Columns of `sources` with the values of a state."""
    validators, walk, failing, habits, hub = state.validators, state.walk, state.failing, state.habits, state.hub
    return {
        "url": state.url,
        "site": state.site,
        "polled_at": state.polled_at,
        "read_at": state.read_at,
        "due_at": state.due_at,
        "retired": state.retired,
        **attrs.asdict(validators),
        "walked": int(walk.is_complete),
        "resume": walk.resume,
        "pages": walk.pages,
        "failures": failing.count,
        "failing_since": failing.since,
        "error": failing.error,
        **attrs.asdict(habits),
        "hub": hub.url if hub else None,
        "topic": hub.topic if hub else None,
    }


def _source_state(row: dict[str, Any]) -> SourceState:
    return SourceState(
        **{name: row[name] for name in ("url", "site", "polled_at", "read_at", "due_at", "retired")},
        validators=Validators(**{field.name: row[field.name] for field in attrs.fields(Validators)}),
        walk=WalkPosition(is_complete=bool(row["walked"]), resume=row["resume"], pages=row["pages"]),
        failing=Failing(count=row["failures"], since=row["failing_since"], error=row["error"]),
        habits=Habits(**{field.name: row[field.name] for field in attrs.fields(Habits)}),
        hub=HubTopic(row["hub"], row["topic"]) if row["hub"] else None,
    )
