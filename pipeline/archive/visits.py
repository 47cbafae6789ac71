"""Further looks at articles: which are due, what each found, how the article stands by that.

A look whose text did not change is a row and no WARC record: sidebars change every minute. That an article is gone,
moved or returned, which no page holds, is a note in the WARC: so a rebuilt archive says it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pipeline.annotation import Annotation
from pipeline.clock import from_stamp, to_stamp
from pipeline.revisits import (
    AVAILABILITIES,
    AWAY,
    Absence,
    Availability,
    Presence,
    next_visit,
    skips_validators,
    update_availability,
)
from pipeline.urls import article_key, identity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.archive.archive import Archive
    from pipeline.capture import Capture
    from pipeline.config import Site

NOTE = "availability"


@attrs.frozen
class Due:
    """An article to look at. `conditional` are the request headers that its last answer allows for."""

    article_id: int
    url: str
    found: datetime
    state: Availability
    doubt: Absence
    conditional: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen
class Look:
    """What one look came to: the HTTP status (0: no answer), what became of it, and what it says.

    `outcome` is `unchanged`, or why there was no text to compare. `moved_to` is where a sign `moved` leads.
    """

    at: datetime
    status: int
    outcome: str
    sign: Presence
    moved_to: str | None = None


def due(db: Database, site: Site, at: datetime, limit: int = 1, *, url: str | None = None) -> list[Due]:
    """Return a site's articles to be looked at by now, the newest first; or the one that has an address, due or not."""
    narrowed, values = "next_at <= ?", [to_stamp(at)]
    if url is not None:
        narrowed, values = "a.id = (SELECT article_id FROM addresses WHERE key = ?)", [article_key(site.domain, url)]
    rows = db.execute(
        "SELECT a.id, a.url, first_seen_at, availability, doubts, doubted_at, etag, last_modified"  # noqa: S608  ours
        " FROM visits JOIN articles AS a ON a.id = article_id JOIN sites ON sites.id = visits.site_id"
        f" WHERE domain = ? AND {narrowed} ORDER BY first_seen_at DESC, a.id DESC LIMIT ?",
        [site.domain, *values, limit],
    ).fetchall()
    return [_due(row, site, at) for row in rows]


def _due(row: tuple[Any, ...], site: Site, at: datetime) -> Due:
    article_id, url, found, state, doubts, doubted, etag, modified = row
    wanted = {"If-None-Match": etag, "If-Modified-Since": modified}
    in_full = skips_validators(site.revisit, from_stamp(found), at)
    conditional = {} if in_full else {name: value for name, value in wanted.items() if value}
    return Due(article_id, url, from_stamp(found), state, _doubt(doubts, doubted), conditional)


def _doubt(looks: int | None, since: str | None) -> Absence:
    return Absence(looks or 0, from_stamp(since) if since else None)


def next_due(db: Database, site: str) -> datetime | None:
    """Return when the next of a site's articles is to be looked at, maybe in the past; None for never."""
    row = db.execute(
        "SELECT min(next_at) FROM visits WHERE site_id = (SELECT id FROM sites WHERE domain = ?)", [site]
    ).fetchone()
    return from_stamp(row[0]) if row[0] else None


def witnesses(db: Database, site: Site, apart_from: int, limit: int) -> list[str]:
    """Return the addresses of a site's newest articles that stood there when last looked at."""
    rows = db.execute(
        "SELECT a.url FROM visits JOIN articles AS a ON a.id = article_id JOIN sites ON sites.id = visits.site_id"
        " WHERE domain = ? AND a.id <> ? AND doubts = 0 AND availability IN ('online', 'returned')"
        " ORDER BY first_seen_at DESC, a.id DESC LIMIT ?",
        [site.domain, apart_from, limit],
    )
    return [row[0] for row in rows]


def captured_elsewhere(archive: Archive, seen: Due) -> str | None:
    """Return where an article was captured last, if never at the address that its pages name: they may be wrong."""
    if archive.first_capture(seen.article_id, seen.url, after="", before=None):
        return None
    row = archive.db.execute(
        "SELECT url FROM captures WHERE article_id = ? ORDER BY captured_at DESC, id DESC LIMIT 1", [seen.article_id]
    ).fetchone()
    return str(row[0]) if row else None


def plan(archive: Archive, site: Site, site_id: int, article_id: int, capture: Capture) -> None:
    """Note when an article is to be looked at again, now that a capture of it was taken in. Idempotent."""
    url, found, last = archive.db.execute(
        "SELECT url, first_seen_at, last_seen_at FROM articles WHERE id = ?", [article_id]
    ).fetchone()
    looked = from_stamp(last)
    ahead = next_visit(from_stamp(found), looked, site.revisit, Absence(), "online", site.gone_after)
    is_its = identity(capture.url) == identity(url) and to_stamp(capture.captured_at) == last
    etag, modified = _validators(capture) if is_its else (None, None)
    archive.db.execute(
        "INSERT INTO visits (article_id, site_id, next_at, looked_at, etag, last_modified) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (article_id) DO UPDATE SET next_at = excluded.next_at, looked_at = excluded.looked_at,"
        " doubts = 0, doubted_at = NULL, etag = coalesce(excluded.etag, etag),"
        " last_modified = coalesce(excluded.last_modified, last_modified) WHERE excluded.looked_at >= looked_at",
        [article_id, site_id, _stamp(ahead), last, etag, modified],
    )


def _validators(capture: Capture) -> tuple[str | None, str | None]:
    return capture.header("ETag") or None, capture.header("Last-Modified") or None


def _stamp(moment: datetime | None) -> str | None:
    return to_stamp(moment) if moment else None


def replan(archive: Archive, site: Site) -> None:
    """Plan the looks at a site's articles anew where its file asks for other times than they were planned by."""
    said = " ".join(str(int(step.total_seconds())) for step in (*site.revisit, site.gone_after))
    row = archive.db.execute("SELECT id, revisit FROM sites WHERE domain = ?", [site.domain]).fetchone()
    if row is None or row[1] == said:
        return
    found = archive.db.execute(
        "SELECT a.id, first_seen_at, coalesce(looked_at, last_seen_at), availability, doubts, doubted_at"
        " FROM articles AS a LEFT JOIN visits ON article_id = a.id WHERE a.site_id = ?",
        [row[0]],
    ).fetchall()
    rows = []
    for article_id, first, looked, state, doubts, doubted in found:
        times = from_stamp(first), from_stamp(looked)
        ahead = next_visit(*times, site.revisit, _doubt(doubts, doubted), state, site.gone_after)
        rows.append((article_id, row[0], looked, _stamp(ahead)))
    with archive.transaction():
        archive.db.conn.executemany(
            "INSERT INTO visits (article_id, site_id, looked_at, next_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (article_id) DO UPDATE SET next_at = excluded.next_at",
            rows,
        )
        archive.db.execute("UPDATE sites SET revisit = ? WHERE id = ?", [said, row[0]])


def record(archive: Archive, site: Site, seen: Due, look: Look, capture: Capture | None = None) -> Annotation | None:
    """Record a look, and return the note to be kept where the article turned by it. Call it in a transaction.

    None also where there is no such article any more: it may be hidden while it is looked at.
    """
    if archive.db.execute("SELECT 1 FROM articles WHERE id = ?", [seen.article_id]).fetchone() is None:
        return None
    at = to_stamp(look.at)
    if look.sign == "there" and seen.state not in AWAY:
        archive.seen(seen.article_id, at)
    archive.add_look(seen.article_id, look.at, look.status, look.outcome)
    state, doubt = update_availability(seen.state, seen.doubt, look.sign, look.at, site.gone_after)
    ahead = next_visit(seen.found, look.at, site.revisit, doubt, state, site.gone_after)
    etag, modified = _validators(capture) if capture else (None, None)
    archive.db.execute(
        "UPDATE visits SET looked_at = ?, next_at = ?, doubts = ?, doubted_at = ?, etag = coalesce(?, etag),"
        " last_modified = coalesce(?, last_modified) WHERE article_id = ?",
        [at, _stamp(ahead), doubt.visits, _stamp(doubt.since), etag, modified, seen.article_id],
    )
    if state == seen.state:
        return None
    fields = {"availability": state} | ({"moved_to": look.moved_to} if look.moved_to else {})
    return Annotation(NOTE, site.domain, archive.url_of(seen.article_id), look.at, fields)


def adopt(archive: Archive, site: Site, note: Annotation) -> None:
    """Let an article stand as a note of our own WARC says. Call it in a transaction. Idempotent."""
    article_id = archive.article_at(site, [note.target_uri])
    state = note.fields.get("availability", "")
    if article_id is not None and state in AVAILABILITIES:
        archive.turn(article_id, note.at, state, note.fields.get("moved_to"))
        if state == "returned":
            archive.seen(article_id, to_stamp(note.at))
