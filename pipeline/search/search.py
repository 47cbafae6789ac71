# ruff: noqa: S608  what is put into the statements are names of our own tables; values are always bound
"""Searching the archive (pipeline.search.index has the indexes, pipeline.search.query what a person's words mean).

What is found is bounded, so that a word of every second article costs no more than another: by relevance the newest
RANKED matches are put in order (pipeline.search.ranking).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import attrs

from pipeline.search.filters import EVERYTHING, scope_of
from pipeline.search.matching import matching, numbers_of
from pipeline.search.query import parse_query
from pipeline.search.ranking import by_relevance, tiers_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.search.filters import Filters
    from pipeline.search.ranking import Tier

SortOrder = Literal["relevance", "newest", "oldest"]
RANKED = 1_000

# Round a found word in a title or snippet. No archived text holds them (pipeline.text.clean drops controls), so a page
# escapes the text first and then puts its own marks in their place.
START, END = "\x02", "\x03"
SNIPPET_WORDS = 40


@attrs.frozen
class Hit:
    """One article found. `marked_title` and `snippet` hold START and END round each found word; tier 0 is the best."""

    id: str
    url: str
    site: str
    title: str
    published_at: str | None
    shown_at: str
    availability: str
    edited: bool = attrs.field(converter=bool)
    marked_title: str
    snippet: str
    tier: int


def as_json(hit: Hit) -> dict[str, Any]:
    """A hit as data has it (docs/data.md)."""
    names = ("id", "url", "site", "title", "published_at")
    return {**{name: getattr(hit, name) for name in names}, "snippet": without_marks(hit.snippet)}


def without_marks(text: str) -> str:
    """A title or snippet of a Hit as plain text."""
    return text.replace(START, "").replace(END, "")


def search(
    db: Database,
    query: str,
    filters: Filters = EVERYTHING,
    *,
    order: SortOrder = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """Find articles by what a person typed, in order; any text is legal.

    By relevance there are never more than RANKED. No words find all that the filters leave, the newest first; no
    words and no filters find nothing.
    """
    parsed = parse_query(query)
    scope = scope_of(db, filters)
    if not parsed and not scope.marks:
        return []
    tiers = tiers_of(parsed, scope)
    if order != "relevance" or not parsed:
        oldest_first = order == "oldest"
        return _hits(db, tiers, numbers_of(db, matching(db, parsed, scope, limit, offset, oldest_first=oldest_first)))
    candidates = numbers_of(db, matching(db, parsed, scope, RANKED))
    ranked = by_relevance(db, parsed, tiers, candidates)
    return _hits(db, tiers, ranked[offset : offset + limit])


def _hits(db: Database, tiers: list[Tier], numbers: list[int]) -> list[Hit]:
    """The hits in order, the words of each marked as the best tier has them that finds it.

    The snippet of an article that has the phrase in its title alone shows the words.
    """
    hits: dict[int, Hit] = {}
    for place, tier in enumerate(tiers):
        unmarked = {n for n, hit in hits.items() if START not in hit.snippet and _is_its_phrase(tiers[hit.tier], tier)}
        missing = [number for number in numbers if number not in hits or number in unmarked]
        if missing:
            values = [START, END, tier.expression, min(missing), max(missing), json.dumps(missing)]
            for number, *columns, text, captions in db.execute(_shown(tier.table), values):
                snippet = captions if START not in text and START in (captions or "") else text
                hit = hits.get(number)
                hits[number] = attrs.evolve(hit, snippet=snippet) if hit else Hit(*[*columns, snippet, place])
    return [hits[number] for number in numbers]


def _is_its_phrase(tier: Tier, other: Tier) -> bool:
    """Whether one tier looks for the words of another side by side."""
    return tier.is_phrase and not other.is_phrase and tier.table == other.table


def _shown(table: str) -> str:
    """The statement for some hits. One walk for all: each on its own would gather a prefix's articles anew."""
    marks = "?1, ?2"
    return (
        f"SELECT {table}.rowid, articles.key, articles.url, sites.domain, articles.title, articles.published_at,"
        f" articles.shown_at, articles.availability, articles.edited, highlight({table}, 0, {marks}),"
        f" snippet({table}, 2, {marks}, '…', {SNIPPET_WORDS}), snippet({table}, 3, {marks}, '…', {SNIPPET_WORDS})"
        f" FROM {table} CROSS JOIN search_rows ON search_rows.id = {table}.rowid"
        " JOIN articles ON articles.id = search_rows.article_id JOIN sites ON sites.id = articles.site_id"
        f" WHERE {table} MATCH ?3 AND {table}.rowid BETWEEN ?4 AND ?5"
        f" AND +{table}.rowid IN (SELECT value FROM json_each(?6))"
    )
