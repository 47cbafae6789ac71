"""Table `turns`: availability changes, when an article turned out to be gone, moved or returned.

No page holds these, so each is an annotation in the WARC first: a rebuilt archive has them, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.archive import articles, outbox
from pipeline.clock import from_stamp, to_stamp
from pipeline.event import ArticleEvent, ArticleGone, ArticleMoved, ArticleReturned
from pipeline.revisits import AVAILABILITIES

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.annotation import Annotation
    from pipeline.archive.archive import Archive
    from pipeline.config import Site
    from pipeline.ids import ArticleId

AVAILABILITY = "availability"  # the kind of the annotation
_EVENTS: dict[str, type[ArticleEvent]] = {"gone": ArticleGone, "moved": ArticleMoved, "returned": ArticleReturned}


def add(
    archive: Archive, article_id: ArticleId, moment: datetime, availability: str, moved_to: str | None = None
) -> None:
    """Record an availability change, and announce it. A change that is recorded already changes nothing.

    What the article's row says then is the last change by time, in whatever order changes come in.
    """
    row = archive.db.execute(
        "INSERT INTO turns (article_id, at, availability, moved_to) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING id",
        [article_id, to_stamp(moment), availability, moved_to],
    ).fetchone()
    if row:
        current, _ = _last(archive.db, article_id)
        archive.unindex(article_id)
        archive.db.table("articles").update(article_id, {"availability": current})
        event = outbox.about_article(archive.db, _EVENTS[availability], article_id, moment)
        if isinstance(event, ArticleMoved):
            event = attrs.evolve(event, moved_to=moved_to)
        outbox.append(archive.db, event)


def see_online(archive: Archive, article_id: ArticleId, moment: str) -> None:
    """Record that an article was online at a moment (a stamp), in whatever order moments come in.

    An article that was gone before has returned by that.
    """
    archive.db.execute(
        "UPDATE articles SET last_seen_at = max(last_seen_at, ?), first_seen_at = min(first_seen_at, ?) WHERE id = ?",
        [moment, moment, article_id],
    )
    availability, changed_at = _last(archive.db, article_id)
    if availability == "gone" and changed_at < moment:
        add(archive, article_id, from_stamp(moment), "returned")


def apply(archive: Archive, site: Site, annotation: Annotation) -> None:
    """Record the availability change that an annotation tells. Call it in a transaction. Idempotent."""
    article_id = articles.at_address(archive.db, site, [annotation.target_uri])
    availability = annotation.fields.get("availability", "")
    if article_id is not None and availability in AVAILABILITIES:
        add(archive, article_id, annotation.at, availability, annotation.fields.get("moved_to"))
        if availability == "returned":
            see_online(archive, article_id, to_stamp(annotation.at))


def _last(db: Database, article_id: ArticleId) -> tuple[str, str]:
    """The availability since the last change, and its stamp; ("online", "") where there was none."""
    row = db.execute(
        "SELECT availability, at FROM turns WHERE article_id = ? ORDER BY at DESC, id DESC LIMIT 1", [article_id]
    ).fetchone()
    return (row[0], row[1]) if row else ("online", "")
