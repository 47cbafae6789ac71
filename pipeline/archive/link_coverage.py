"""How much is had of what a site's pages link to: counted by the crawl, kept in `link_coverage`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import sites
from pipeline.clock import to_stamp
from pipeline.health import LinkCoverage
from pipeline.urls import article_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.archive.archive import Archive


def held_and_others(db: Database, domain: str, urls: Sequence[str]) -> tuple[set[str], set[str]]:
    """Those of some URLs that lead to articles of the archive, and those that were fetched and are none."""
    keys = {url: article_key(domain, url) for url in urls}
    rows = db.execute(
        "SELECT named.key, EXISTS (SELECT 1 FROM addresses WHERE addresses.key = named.value),"
        " EXISTS (SELECT 1 FROM captures WHERE site_id = sites.id AND asked_url = named.key AND outcome = 'listing')"
        " FROM json_each(?) AS named JOIN sites ON sites.domain = ?",
        [json.dumps(keys), domain],
    ).fetchall()
    held = {url for url, is_held, _ in rows if is_held}
    return held, {url for url, _, is_other in rows if is_other} - held


def save(archive: Archive, domain: str, coverage: LinkCoverage, now: datetime) -> None:
    """Keep the latest count of a site. Call it in a transaction."""
    row = {"site_id": sites.id_of(archive.db, domain), "counted_at": to_stamp(now), **attrs.asdict(coverage)}
    archive.db.table("link_coverage").upsert(row, pk="site_id")


def of_site(db: Database, domain: str) -> LinkCoverage | None:
    """The latest count of a site; None before its first crawl."""
    names = [field.name for field in attrs.fields(LinkCoverage)]
    row = db.execute(
        f"SELECT {', '.join(names)} FROM link_coverage JOIN sites ON sites.id = site_id WHERE domain = ?",  # noqa: S608
        [domain],
    ).fetchone()
    return LinkCoverage(**dict(zip(names, row, strict=True))) if row else None
