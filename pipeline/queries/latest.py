"""What a feed lists: the articles whose texts came last, of everything, a site, a province or a watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from pipeline.queries.rows import rows
from pipeline.search import Filters, as_typed

if TYPE_CHECKING:
    from sqlite_utils import Database


ENTRIES = 50

_ALL = "SELECT id FROM articles WHERE revision_id IS NOT NULL ORDER BY revision_id DESC LIMIT ?"
# Of each site its last ones, by an index: the sites of a province are few.
_OF_SITES = """
    SELECT articles.id FROM sites JOIN articles ON articles.id IN (
        SELECT id FROM articles AS own WHERE own.site_id = sites.id AND revision_id IS NOT NULL
        ORDER BY own.revision_id DESC LIMIT ?)
    WHERE {}"""
_HAS_PROVINCE = "EXISTS (SELECT 1 FROM json_each(sites.provinces) WHERE value = ?)"


@attrs.frozen
class FeedEntry:
    """One article as a feed has it. `updated_at` is when its current text was first seen (`...Z`)."""

    key: str
    url: str
    title: str
    sapo: str | None
    site: str
    site_name: str
    published_at: str | None
    published_precision: str | None
    updated_at: str
    availability: str
    edited: bool = attrs.field(converter=bool)


def all_entries(db: Database, limit: int = ENTRIES) -> list[FeedEntry]:
    """The articles whose texts came last, new or edited, the last first."""
    return _entries(db, _ALL, [limit], limit)


def site_entries(db: Database, domain: str, limit: int = ENTRIES) -> list[FeedEntry]:
    """The same of one site."""
    return _entries(db, _OF_SITES.format("domain = ?"), [limit, domain], limit)


def province_entries(db: Database, code: str, limit: int = ENTRIES) -> list[FeedEntry]:
    """The same of the sites that report for a province, by its official code."""
    return _entries(db, _OF_SITES.format(_HAS_PROVINCE), [limit, code], limit)


def query_entries(db: Database, query: str, site: str | None = None, limit: int = ENTRIES) -> list[FeedEntry]:
    """Articles that match a query as it is typed, of one site or all, the last texts first."""
    typed = as_typed(db, query, Filters(site))
    chosen = (
        f"SELECT articles.id FROM ({typed.sql}) AS asked JOIN articles USING (id) ORDER BY revision_id DESC LIMIT ?"  # noqa: S608  search's own words
    )
    return _entries(db, chosen, [*typed.values, limit], limit)


def article_matches(db: Database, query: str, key: str) -> bool:
    """Whether an article, by the key of any of its addresses, matches a query as it is typed; no if it is hidden."""
    typed = as_typed(db, query)
    matches = db.execute(
        f"SELECT 1 FROM ({typed.sql}) AS matching WHERE matching.id = (SELECT article_id FROM addresses WHERE key = ?)",  # noqa: S608  search's own words
        [*typed.values, key],
    )
    return matches.fetchone() is not None


def province_codes(db: Database, domain: str | None = None) -> list[str]:
    """The codes of the provinces that the archive's sites, or one of them, report for."""
    codes = db.execute(
        "SELECT DISTINCT value FROM sites, json_each(sites.provinces) WHERE ?1 IS NULL OR domain = ?1 ORDER BY value",
        [domain],
    )
    return [row[0] for row in codes]


def _entries(db: Database, chosen: str, values: list[Any], limit: int) -> list[FeedEntry]:
    return rows(
        db,
        FeedEntry,
        f"""
        SELECT key, articles.url, articles.title, sapo, domain AS site, name AS site_name, articles.published_at,
            articles.published_precision, seen_at AS updated_at, availability, edited
        FROM ({chosen}) AS chosen
        JOIN articles ON articles.id = chosen.id
        JOIN sites ON sites.id = articles.site_id
        JOIN revisions ON revisions.id = articles.revision_id
        ORDER BY articles.revision_id DESC LIMIT ?
        """,  # noqa: S608  our own words; values are bound
        [*values, limit],
    )
