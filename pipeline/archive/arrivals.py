"""Arrivals: when which source brought an article, as far as that tells when it was published."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.archive import sites
from pipeline.clock import VIETNAM, from_stamp

if TYPE_CHECKING:
    from sqlite_utils import Database

NEWS = timedelta(days=2)  # what was published longer ago than that when it was found is no news: a backfill


def by_source(db: Database, domain: str, since: datetime) -> dict[str, list[datetime]]:
    """When a site's news came out, by the source that named each first, from the day before `since` on.

    That is the time of publication where the page tells one, else when it was found.
    """
    rows = db.execute(
        "SELECT via, a.published_at, a.published_precision, a.first_seen_at FROM articles AS a"
        " JOIN captures ON article_id = a.id AND outcome = 'new'"
        " WHERE a.site_id = ? AND a.shown_at >= ? AND via IS NOT NULL",
        [sites.id_of(db, domain), f"{since.astimezone(VIETNAM) - timedelta(days=1):%Y-%m-%d}"],
    )
    moments: dict[str, list[datetime]] = {}
    for via, published_at, precision, first_seen_at in rows:
        first_seen = from_stamp(first_seen_at)
        moment = datetime.fromisoformat(published_at) if published_at and precision != "day" else first_seen
        if timedelta(0) <= first_seen - moment <= NEWS:
            moments.setdefault(via, []).append(moment)
    return moments
