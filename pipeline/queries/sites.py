"""Sites as pages show them: in a list, and what each published by day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from pipeline.queries.rows import rows

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database


def _strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@attrs.frozen
class SiteLine:
    """One site in a list: how many articles it has, and the newest's time (None where it has none)."""

    domain: str
    name: str
    kind: str
    provinces: tuple[str, ...] = attrs.field(converter=_strings)
    articles: int
    newest_at: str | None


def sites(db: Database) -> list[SiteLine]:
    """All sites, the one with the most articles first."""
    return rows(
        db,
        SiteLine,
        """
        SELECT domain, name, kind, provinces, count(articles.id) AS articles, max(shown_at) AS newest_at
        FROM sites LEFT JOIN articles ON articles.site_id = sites.id
        GROUP BY sites.id ORDER BY articles DESC, domain
        """,
    )


def site_names(db: Database) -> dict[str, str]:
    """All sites' names by domain, in the order of names."""
    return dict(db.execute("SELECT domain, name FROM sites ORDER BY name, domain").fetchall())


def count_articles(db: Database) -> dict[str, int]:
    """How many articles each site has, by domain; hidden ones too."""
    rows = db.execute("SELECT domain, count(*) FROM articles JOIN sites ON sites.id = site_id GROUP BY site_id")
    return dict(rows)


def site(db: Database, domain: str) -> SiteLine | None:
    """One site, None where the archive knows no such domain."""
    return next((line for line in sites(db) if line.domain == domain), None)


def articles_a_day(db: Database, since: date, until: date, *, site: str | None = None) -> dict[tuple[str, str], int]:
    """The number of articles of each (day, domain), or of one site's; both days inclusive, keys as `2026-11-23`."""
    of_site = "AND site_id = (SELECT id FROM sites WHERE domain = ?)" if site else ""
    counts = db.execute(
        f"""
        SELECT substr(shown_at, 1, 10) AS day, domain, count(*)
        FROM articles JOIN sites ON sites.id = site_id
        WHERE shown_at >= ? AND shown_at < ? {of_site} GROUP BY day, domain
        """,  # noqa: S608  our own words; the domain is bound
        [str(since), f"{until}U", *([site] if site else [])],  # a moment of the last day goes on with T
    )
    return {(day, domain): articles for day, domain, articles in counts}
