"""Table `sites`: who is, or was, watched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.ids import SiteId

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.config import Site


def id_of(db: Database, domain: str) -> SiteId | None:
    """The id of a site's row. None for a site without one: put into `site_id = ?`, it selects no row."""
    row = db.execute("SELECT id FROM sites WHERE domain = ?", [domain]).fetchone()
    return SiteId(row[0]) if row else None


def upsert(db: Database, site: Site) -> SiteId:
    """Write a site's name, kind and provinces as its file has them now."""
    # Plain SQL: sqlite-utils' upsert does not give back the id where another column than the id tells rows apart.
    row = db.execute(
        "INSERT INTO sites (domain, name, kind, provinces) VALUES (?, ?, ?, ?) ON CONFLICT (domain) DO UPDATE"
        " SET name = excluded.name, kind = excluded.kind, provinces = excluded.provinces RETURNING id",
        [site.domain, site.name, site.kind, json.dumps(site.provinces)],
    ).fetchone()
    return SiteId(row[0])
