"""Table `captures`: each response that lies in a WARC file, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import sites, warc_files
from pipeline.capture import RecordLocation
from pipeline.clock import to_stamp
from pipeline.ids import ArticleId, CaptureId, SiteId
from pipeline.urls import article_key, canonical, identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from pipeline.capture import Capture

# Captures of one address, all empty, after which it is not asked for again: the first and the frontier's five tries,
# that take 31 hours.
EMPTY = 6


@attrs.frozen
class CaptureRow:
    """A capture as ingest compares it with another."""

    id: CaptureId
    url: str
    """The address that answered."""
    captured_at: str
    """As clock.to_stamp writes it."""


def known_urls(db: Database, domain: str, urls: Iterable[str]) -> set[str]:
    """Those of the URLs that need not be fetched: they led to a capture that was not empty, or to an article.

    An article that is hidden counts, too, and what came empty EMPTY times.
    """
    keys = {url: article_key(domain, url) for url in urls}
    rows = db.execute(
        "SELECT named.key FROM json_each(?) AS named JOIN sites ON sites.domain = ?"
        " WHERE EXISTS (SELECT 1 FROM captures"
        "   WHERE site_id = sites.id AND asked_url = named.key AND outcome != 'empty')"
        " OR EXISTS (SELECT 1 FROM captures"  # two, each with its index; one with OR would read all captures
        "   WHERE site_id = sites.id AND url = named.key AND outcome != 'empty')"
        " OR EXISTS (SELECT 1 FROM addresses WHERE addresses.key = named.value)"
        " OR EXISTS (SELECT 1 FROM hidden_marks WHERE mark = named.value)"
        " OR (SELECT count(*) FROM captures WHERE site_id = sites.id AND asked_url = named.key) >= ?",
        [json.dumps(keys), domain, EMPTY],
    )
    return {row[0] for row in rows}


def add(db: Database, site_id: SiteId, capture: Capture, location: RecordLocation) -> CaptureId | None:
    """Record a capture and how far its WARC file is ingested. None where the capture has a row already."""
    warc_file_id = warc_files.advance(db, location)
    # Plain SQL: RETURNING tells an insert from a row that was there.
    row = db.execute(
        "INSERT INTO captures (site_id, asked_url, url, status, captured_at, via, digest, warc_file_id,"
        " warc_offset, warc_length, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')"
        " ON CONFLICT (warc_file_id, warc_offset) DO NOTHING RETURNING id",
        [
            *(site_id, capture.asked_url, capture.url, capture.status, to_stamp(capture.captured_at)),
            *(capture.via, location.digest, warc_file_id, location.offset, location.length),
        ],
    ).fetchone()
    return CaptureId(row[0]) if row else None


def set_outcome(
    db: Database, capture_id: CaptureId, outcome: str, *, article_id: ArticleId | None = None, error: str | None = None
) -> None:
    """Record what ingest made of a capture: an outcome's kind, and the article or the error it led to."""
    db.execute(
        "UPDATE captures SET outcome = ?, article_id = ?, error = ? WHERE id = ?",
        [outcome, article_id, error, capture_id],
    )


def hide(db: Database, capture_ids: Iterable[CaptureId]) -> None:
    """Leave of captures no more than that they are hidden: an address alone may say what an article said."""
    db.execute(
        "UPDATE captures SET outcome = 'hidden', article_id = NULL, asked_url = '', url = '', via = NULL"
        " WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(capture_ids))],
    )


def hidden(db: Database, domain: str) -> dict[CaptureId, RecordLocation]:
    """A site's hidden captures, in order of time, and where they lie."""
    rows = db.execute(
        "SELECT captures.id, name, warc_offset, warc_offset + warc_length, digest FROM captures"
        " JOIN warc_files ON warc_files.id = warc_file_id"
        " WHERE outcome = 'hidden' AND site_id = ? ORDER BY captured_at, captures.id",
        [sites.id_of(db, domain)],
    )
    return {CaptureId(row[0]): RecordLocation(*row[1:]) for row in rows}


def delete(db: Database, capture_id: CaptureId) -> None:
    """Delete a capture's row, so that the capture can be ingested once more."""
    db.table("captures").delete(capture_id)


def location(db: Database, capture_id: CaptureId) -> RecordLocation:
    """Where a capture's record lies in warc/. Raises TypeError for an id without a row."""
    row = db.execute(
        "SELECT name, warc_offset, warc_offset + warc_length, digest FROM captures"
        " JOIN warc_files ON warc_files.id = warc_file_id WHERE captures.id = ?",
        [capture_id],
    ).fetchone()
    return RecordLocation(*row)


def get(db: Database, capture_id: CaptureId) -> CaptureRow:
    """One capture. Raises TypeError for an id without a row."""
    row = db.execute("SELECT id, url, captured_at FROM captures WHERE id = ?", [capture_id]).fetchone()
    return CaptureRow(*row)


def first_at(
    db: Database, article_id: ArticleId, url: str, *, after: str = "", before: str | None = None
) -> CaptureRow | None:
    """The first capture of an article at one address between two moments (stamps), both exclusive."""
    rows = db.execute(
        "SELECT id, url, captured_at FROM captures WHERE article_id = ? AND captured_at > ? AND captured_at < ?"
        " ORDER BY captured_at, id",
        [article_id, after, before or "9"],  # any stamp is less than "9"
    )
    found_at = identity(url)
    return next((CaptureRow(*row) for row in rows if identity(canonical(row[1]) or row[1]) == found_at), None)


def last_url(db: Database, article_id: ArticleId) -> str | None:
    """The address at which an article was captured last; None where no capture led to it."""
    row = db.execute(
        "SELECT url FROM captures WHERE article_id = ? ORDER BY captured_at DESC, id DESC LIMIT 1", [article_id]
    ).fetchone()
    return row[0] if row else None


def of_article(db: Database, article_id: ArticleId) -> list[CaptureId]:
    """The ids of an article's captures."""
    return [row["id"] for row in db.table("captures").rows_where("article_id = ?", [article_id], select="id")]


def failed(db: Database, site_or_url: str | None = None) -> list[CaptureId]:
    """Captures that could not be read (`failed`), oldest first: all, or those of a site's domain or of an address."""
    rows = db.execute(
        "SELECT captures.id FROM captures JOIN sites ON sites.id = site_id WHERE outcome = 'failed'"
        " AND (?1 IS NULL OR ?1 IN (domain, captures.url, asked_url)) ORDER BY captures.id",
        [site_or_url],
    )
    return [CaptureId(row[0]) for row in rows]


def is_captured(db: Database, site_or_url: str) -> bool:
    """True where any capture, whatever became of it, is of that site's domain or of that address."""
    row = db.execute(
        "SELECT 1 FROM captures JOIN sites ON sites.id = site_id WHERE ? IN (domain, captures.url, asked_url) LIMIT 1",
        [site_or_url],
    ).fetchone()
    return row is not None
