"""Figures of the whole archive, for a monitor that asks each few seconds: only what an index or a small table tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.clock import from_stamp

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.health import Colour

STEPS = ("listed", "discovered", "fetched", "parsed", "stored", "failed")


@attrs.frozen
class SiteFigures:
    """Figures of one site."""

    domain: str
    articles: int
    newest_at: float | None
    """When the newest article was first seen, in epoch seconds."""
    colour: Colour | None
    """Of its health; None where that has not been assessed yet."""


@attrs.frozen
class Figures:
    """Figures of the whole archive."""

    sites: tuple[SiteFigures, ...]
    steps: tuple[tuple[str, str, int], ...]
    """The ledger's sums: (domain, step, number)."""
    events: tuple[tuple[str, int], ...]
    """(kind, number)."""


def figures(db: Database) -> Figures:
    """Count everything as it stands now."""
    return Figures(_sites(db), _steps(db), _events(db))


def _sites(db: Database) -> tuple[SiteFigures, ...]:
    cursor = db.execute(
        "SELECT domain, (SELECT count(*) FROM articles WHERE site_id = sites.id),"
        " (SELECT first_seen_at FROM articles WHERE site_id = sites.id ORDER BY shown_at DESC LIMIT 1), colour"
        " FROM sites LEFT JOIN health ON health.site_id = sites.id ORDER BY domain"
    )
    return tuple(
        SiteFigures(domain, articles, from_stamp(newest).timestamp() if newest else None, colour)
        for domain, articles, newest, colour in cursor
    )


def _steps(db: Database) -> tuple[tuple[str, str, int], ...]:
    sums = ", ".join(f"sum({step})" for step in STEPS)
    cursor = db.execute(f"SELECT domain, {sums} FROM ledger JOIN sites ON sites.id = site_id GROUP BY domain")  # noqa: S608  our own words
    return tuple(
        (domain, step, int(count)) for domain, *counts in cursor for step, count in zip(STEPS, counts, strict=True)
    )


def _events(db: Database) -> tuple[tuple[str, int], ...]:
    return tuple(
        (kind, count) for kind, count in db.execute("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind")
    )
