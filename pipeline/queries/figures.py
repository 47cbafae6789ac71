"""Figures of the whole archive, for a monitor that asks each few seconds: only what an index or a small table tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pipeline.clock import from_stamp

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.health import Colour

STEPS = ("listed", "discovered", "fetched", "parsed", "stored", "failed")


@attrs.frozen
class SiteFigures:
    """A site's articles, when its newest was found (epoch seconds), its colour (None: not weighed yet)."""

    domain: str
    articles: int
    newest_at: float | None
    colour: Colour | None


@attrs.frozen
class Figures:
    """Of each site; of the ledger (site, step, count); of events (kind, count)."""

    sites: tuple[SiteFigures, ...]
    steps: tuple[tuple[str, str, int], ...]
    events: tuple[tuple[str, int], ...]


def figures(db: Database) -> Figures:
    """Return the figures as they are now."""
    rows = db.execute(
        "SELECT domain, (SELECT count(*) FROM articles WHERE site_id = sites.id),"
        " (SELECT first_seen_at FROM articles WHERE site_id = sites.id ORDER BY shown_at DESC LIMIT 1), colour"
        " FROM sites LEFT JOIN health ON health.site_id = sites.id ORDER BY domain"
    ).fetchall()
    sites = tuple(
        SiteFigures(domain, articles, from_stamp(newest).timestamp() if newest else None, colour)
        for domain, articles, newest, colour in rows
    )
    sums = ", ".join(f"sum({step})" for step in STEPS)
    rows = db.execute(f"SELECT domain, {sums} FROM ledger JOIN sites ON sites.id = site_id GROUP BY domain").fetchall()  # noqa: S608  our own words
    steps = tuple((row[0], step, int(count)) for row in rows for step, count in zip(STEPS, row[1:], strict=True))
    events: list[Any] = db.execute("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind").fetchall()
    return Figures(sites, steps, tuple((kind, count) for kind, count in events))
