"""Table `address_shapes`: each version of what sites' own pages taught of their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.annotation import Annotation
from pipeline.clock import to_stamp
from pipeline.shapes import AddressShapes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from pipeline.ids import SiteId

SHAPES = "shapes"  # the kind of the annotation
LATEST = 3000  # captures of a site that teach: a year of a busy portal, read and counted in a tenth of a second


def shapes_annotation(domain: str, shapes: AddressShapes, at: datetime) -> Annotation:
    """The annotation that brings a version into the WARC, and with it into every rebuilt archive."""
    urn = f"urn:khobao:shapes:{domain}:{shapes.version}"
    return Annotation(SHAPES, domain, urn, at, {"shapes": shapes.as_json()})


def annotated_shapes(annotation: Annotation) -> AddressShapes:
    """The version that `shapes_annotation` wrote."""
    return AddressShapes.from_json(annotation.fields["shapes"])


def add(db: Database, site_id: SiteId, shapes: AddressShapes, at: datetime) -> None:
    """Keep a version, unless the site has one of that number already."""
    db.execute(
        "INSERT INTO address_shapes (site_id, version, learned_at, pages, shapes) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id, version) DO NOTHING",
        [site_id, shapes.version, to_stamp(at), shapes.pages, shapes.as_json()],
    )


def latest_versions(db: Database) -> dict[str, AddressShapes]:
    """The latest version of each site, by domain."""
    rows = db.execute("SELECT domain, shapes FROM address_shapes JOIN sites ON sites.id = site_id ORDER BY version")
    return {domain: AddressShapes.from_json(text) for domain, text in rows}


def latest_of(db: Database, domain: str) -> AddressShapes | None:
    """The latest version of a site; None where nothing is learned yet."""
    row = db.execute(
        "SELECT shapes FROM address_shapes JOIN sites ON sites.id = site_id WHERE domain = ?"
        " ORDER BY version DESC LIMIT 1",
        [domain],
    ).fetchone()
    return AddressShapes.from_json(row[0]) if row else None


def capture_count(db: Database, domain: str) -> int:
    """How many captures a site has."""
    query = "SELECT count(*) FROM captures WHERE site_id = (SELECT id FROM sites WHERE domain = ?)"
    return int(db.execute(query, [domain]).fetchone()[0])


def read_pages(db: Database, domain: str) -> tuple[set[str], set[str]]:
    """Addresses that were asked of a site lately and led to an article, and those that led to a page that is none."""
    rows = db.execute(
        "SELECT asked_url, outcome FROM captures WHERE site_id = (SELECT id FROM sites WHERE domain = ?)"
        " AND outcome IN ('new', 'revised', 'unchanged', 'listing', 'empty') ORDER BY id DESC LIMIT ?",
        [domain, LATEST],
    ).fetchall()
    articles = {url for url, outcome in rows if outcome not in {"listing", "empty"}}
    return articles, {url for url, _ in rows} - articles
