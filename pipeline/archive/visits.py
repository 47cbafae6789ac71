"""Tables `visits` and `looks`: when each article is to be revisited, and what revisits found.

A revisit asks for a stored article once more. One that brought no new text is a row of `looks` and no WARC record:
sidebars change every minute. (The tables keep the names they were released with; `turns` holds what revisits tell of
an article's availability.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pipeline.annotation import Annotation
from pipeline.archive import articles, captures, sites, turns
from pipeline.clock import from_stamp, to_stamp
from pipeline.ids import ArticleId, SiteId  # noqa: TC001  attrs values name their types at run time
from pipeline.revisits import AWAY, Absence, Availability, Presence, next_visit, skips_validators, update_availability
from pipeline.urls import article_key, identity

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.archive.archive import Archive
    from pipeline.capture import Capture
    from pipeline.config import Site

_DUE = "a.id, url, first_seen_at, availability, doubts, doubted_at, etag, last_modified"


@attrs.frozen
class DueRevisit:
    """An article to revisit, with what is known of it."""

    article_id: ArticleId
    url: str
    """The best of its URLs."""
    first_seen_at: datetime
    availability: Availability
    absence: Absence
    """The revisits in a row, so far, that said it is gone."""
    conditional: dict[str, str] = attrs.field(factory=dict)
    """Request headers by which the site may answer 304; none where the page is wanted in full."""


@attrs.frozen
class RevisitResult:
    """What one revisit came to."""

    at: datetime
    status: int
    """Of HTTP; 0 for no answer."""
    outcome: str
    """`unchanged`, an ingest kind, or why there was no text to compare."""
    sign: Presence
    """What it says of the article's availability."""
    moved_to: str | None = None
    """Where a sign `moved` leads."""


def due(db: Database, site: Site, at: datetime, limit: int = 1) -> list[DueRevisit]:
    """A site's articles whose revisit is due at a moment, the newest first."""
    rows = db.query(
        f"SELECT {_DUE} FROM visits JOIN articles AS a ON a.id = article_id"  # noqa: S608  our own columns
        " WHERE visits.site_id = ? AND next_at <= ? ORDER BY first_seen_at DESC, a.id DESC LIMIT ?",
        [sites.id_of(db, site.domain), to_stamp(at), limit],
    )
    return [_due(row, site, at) for row in rows]


def of_address(db: Database, site: Site, url: str, at: datetime) -> DueRevisit | None:
    """The article that an address leads to, due or not. None where there is none that is revisited."""
    rows = db.query(
        f"SELECT {_DUE} FROM visits JOIN articles AS a ON a.id = article_id"  # noqa: S608  our own columns
        " WHERE a.id = (SELECT article_id FROM addresses WHERE key = ?)",
        [article_key(site.domain, url)],
    )
    return next((_due(row, site, at) for row in rows), None)


def _due(row: dict[str, Any], site: Site, at: datetime) -> DueRevisit:
    first_seen_at = from_stamp(row["first_seen_at"])
    validators = {"If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]}
    if skips_validators(site.revisit, first_seen_at, at):
        validators = {}
    return DueRevisit(
        article_id=row["id"],
        url=row["url"],
        first_seen_at=first_seen_at,
        availability=row["availability"],
        absence=_absence(row["doubts"], row["doubted_at"]),
        conditional={name: value for name, value in validators.items() if value},
    )


def _absence(revisits: int | None, since: str | None) -> Absence:
    return Absence(revisits or 0, from_stamp(since) if since else None)


def next_at(db: Database, domain: str) -> datetime | None:
    """When the next of a site's articles is to be revisited, maybe in the past; None for never."""
    row = db.execute("SELECT min(next_at) FROM visits WHERE site_id = ?", [sites.id_of(db, domain)]).fetchone()
    return from_stamp(row[0]) if row[0] else None


def witnesses(db: Database, site: Site, apart_from: ArticleId, limit: int) -> list[str]:
    """Addresses of a site's newest articles, apart from one, that were online when last revisited."""
    rows = db.execute(
        "SELECT url FROM visits JOIN articles AS a ON a.id = article_id"
        " WHERE visits.site_id = ? AND a.id <> ? AND doubts = 0 AND availability IN ('online', 'returned')"
        " ORDER BY first_seen_at DESC, a.id DESC LIMIT ?",
        [sites.id_of(db, site.domain), apart_from, limit],
    )
    return [row[0] for row in rows]


def captured_elsewhere(db: Database, article: DueRevisit) -> str | None:
    """Where an article was captured last, if never at the address that its pages name: they may be wrong."""
    if captures.first_at(db, article.article_id, article.url):
        return None
    return captures.last_url(db, article.article_id)


def plan(db: Database, site: Site, site_id: SiteId, article_id: ArticleId, capture: Capture) -> None:
    """Write when an article is to be revisited, now that a capture of it is ingested. Idempotent."""
    url, first_seen_at, last_seen_at = db.execute(
        "SELECT url, first_seen_at, last_seen_at FROM articles WHERE id = ?", [article_id]
    ).fetchone()
    at = next_visit(
        from_stamp(first_seen_at),
        from_stamp(last_seen_at),
        site.revisit,
        Absence(),
        "online",
        site.gone_after,
    )
    is_its_last = identity(capture.url) == identity(url) and to_stamp(capture.captured_at) == last_seen_at
    etag, last_modified = _validators(capture) if is_its_last else (None, None)
    # Plain SQL: an upsert that keeps what a later capture has written already.
    db.execute(
        "INSERT INTO visits (article_id, site_id, next_at, looked_at, etag, last_modified) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (article_id) DO UPDATE SET next_at = excluded.next_at, looked_at = excluded.looked_at,"
        " doubts = 0, doubted_at = NULL, etag = coalesce(excluded.etag, etag),"
        " last_modified = coalesce(excluded.last_modified, last_modified) WHERE excluded.looked_at >= looked_at",
        [article_id, site_id, _stamp(at), last_seen_at, etag, last_modified],
    )


def _validators(capture: Capture) -> tuple[str | None, str | None]:
    return capture.header("ETag") or None, capture.header("Last-Modified") or None


def _stamp(moment: datetime | None) -> str | None:
    return to_stamp(moment) if moment else None


def replan(archive: Archive, site: Site) -> None:
    """Plan the revisits of a site's articles anew where its file asks for other times than they were planned by."""
    db, site_id = archive.db, sites.id_of(archive.db, site.domain)
    times = " ".join(str(int(step.total_seconds())) for step in (*site.revisit, site.gone_after))
    if site_id is None or db.table("sites").get(site_id)["revisit"] == times:
        return
    rows = list(
        db.query(
            "SELECT a.id, first_seen_at, coalesce(looked_at, last_seen_at) AS looked_at, availability, doubts,"
            " doubted_at FROM articles AS a LEFT JOIN visits ON article_id = a.id WHERE a.site_id = ?",
            [site_id],
        )
    )
    with archive.transaction():
        db.table("visits").upsert_all(
            (
                {
                    "article_id": row["id"],
                    "site_id": site_id,
                    "looked_at": row["looked_at"],
                    "next_at": _stamp(
                        next_visit(
                            from_stamp(row["first_seen_at"]),
                            from_stamp(row["looked_at"]),
                            site.revisit,
                            _absence(row["doubts"], row["doubted_at"]),
                            row["availability"],
                            site.gone_after,
                        )
                    ),
                }
                for row in rows
            ),
            pk="article_id",
        )
        db.table("sites").update(site_id, {"revisit": times})


def record(
    archive: Archive, site: Site, article: DueRevisit, result: RevisitResult, capture: Capture | None = None
) -> Annotation | None:
    """Record a revisit. Returns the annotation to write where the article's availability changed by it.

    `capture` is what the revisit got at the article's own address, for its validators. Nothing is recorded of an
    article that is not there any more: it may be hidden while it is revisited.
    """
    db, article_id = archive.db, article.article_id
    if not articles.exists(db, article_id):
        return None
    if result.sign == "there" and article.availability not in AWAY:
        turns.see_online(archive, article_id, to_stamp(result.at))
    db.table("looks").insert(
        {
            "article_id": article_id,
            "looked_at": to_stamp(result.at),
            "status": result.status,
            "outcome": result.outcome,
        }
    )
    availability, absence = update_availability(
        article.availability, article.absence, result.sign, result.at, site.gone_after
    )
    at = next_visit(article.first_seen_at, result.at, site.revisit, absence, availability, site.gone_after)
    etag, last_modified = _validators(capture) if capture else (None, None)
    db.execute(
        "UPDATE visits SET looked_at = ?, next_at = ?, doubts = ?, doubted_at = ?, etag = coalesce(?, etag),"
        " last_modified = coalesce(?, last_modified) WHERE article_id = ?",
        [to_stamp(result.at), _stamp(at), absence.visits, _stamp(absence.since), etag, last_modified, article_id],
    )
    if availability == article.availability:
        return None
    fields = {"availability": availability} | ({"moved_to": result.moved_to} if result.moved_to else {})
    return Annotation(turns.AVAILABILITY, site.domain, articles.url_of(db, article_id), result.at, fields)
