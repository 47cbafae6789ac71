# ruff: noqa: S608  what is put into the statements are names of our own tables; values are always bound
"""Searching the archive (pipeline.search.index has the indexes, pipeline.search.query what a person's words mean).

What is found is bounded, so that a word of every second article costs no more than another: by relevance the newest
RANKED matches are put in order. First those with the whole phrase, then those with all words as typed, then those that
have them with other accents; in each the title before the sapo before the text, then the weighted bm25 of those words
that are in no more than COMMON articles (FTS5's bm25 counts every article that has a word; and those of common words
would weigh next to nothing), then the newest.
"""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import attrs

from pipeline.search import query as compiler
from pipeline.search.filters import EVERYTHING, reach
from pipeline.search.index import EXACT, FOLDED, FORMS

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.search.filters import Filters, Reach

Order = Literal["relevance", "newest", "oldest"]
RANKED = 1_000
COMMON = 500

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


@attrs.frozen
class Statement:
    """An SQL statement with its values."""

    sql: str
    values: tuple[Any, ...]


@attrs.frozen
class _Tier:
    """One index and what is looked for in it; `expression` without what it is narrowed by."""

    table: str
    expression: str
    reached: Reach
    is_phrase: bool = False

    def narrowed(self, column: str | None = None) -> str:
        """Return the whole expression, all of whose words may have to be in one column."""
        return self.reached.within(f"{column} : ({self.expression})" if column else self.expression)


def as_json(hit: Hit) -> dict[str, Any]:
    """Return a hit as data has it (docs/data.md)."""
    names = ("id", "url", "site", "title", "published_at")
    return {**{name: getattr(hit, name) for name in names}, "snippet": without_marks(hit.snippet)}


def without_marks(text: str) -> str:
    """Return a title or snippet of a Hit as plain text."""
    return text.replace(START, "").replace(END, "")


def search(
    db: Database,
    query: str,
    narrowing: Filters = EVERYTHING,
    *,
    order: Order = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """Return the articles that a person's words find, in order; any text is legal, nothing found is [].

    By relevance there are never more than RANKED. No words find all that a narrowing leaves, the newest first, and
    nothing where there is none.
    """
    wanted = compiler.parse(query)
    reached = reach(db, narrowing)
    if not wanted and not reached.marks:
        return []
    tiers = _tiers(wanted, reached)
    if order != "relevance" or not wanted:
        oldest_first = order == "oldest"
        return _hits(db, tiers, _numbers(db, matching(db, wanted, reached, limit, offset, oldest_first=oldest_first)))
    candidates = _numbers(db, matching(db, wanted, reached, RANKED))
    ranked = _by_relevance(db, wanted, tiers, candidates)
    return _hits(db, tiers, ranked[offset : offset + limit])


def matching(
    db: Database,
    wanted: compiler.Query,
    reached: Reach,
    limit: int,
    offset: int = 0,
    *,
    oldest_first: bool = False,
) -> Statement:
    """Return the statement for the numbers of the articles that are found, in order of time, as `id`.

    There have to be words or a narrowing. A word with a minus is left out as typed where it has accents, else with any.
    """
    folded, exact = ([term for term in wanted.without if term.accented is accented] for accented in (False, True))
    expression = reached.within(compiler.words(wanted, compiler.folded_form)) if wanted else reached.marks
    if folded:
        expression = f"({expression}) NOT ({compiler.any_of(folded, compiler.folded_form)})"
    direction = "ASC" if oldest_first else "DESC"
    found = Statement(
        f"SELECT rowid AS id FROM {FOLDED} WHERE {FOLDED} MATCH ? AND rowid BETWEEN ? AND ?"
        f" ORDER BY rowid {direction} LIMIT ? OFFSET ?",
        (expression, reached.first, reached.last, limit, offset),
    )
    return _leaving_out(db, compiler.any_of(exact, compiler.exact_form), found) if exact else found


def _leaving_out(db: Database, expression: str, found: Statement) -> Statement:
    """Return what a statement finds without what the index with accents finds.

    That is looked for as far as it has to be: all articles with a common word are many.
    """
    *values, limit, offset = found.values
    wanted = asked = limit + offset
    while True:
        asked *= 2
        numbers = _numbers(db, Statement(found.sql, (*values, asked, 0)))
        gone = set(within(db, EXACT, expression, (min(numbers), max(numbers)))) if numbers else set()
        kept = [number for number in numbers if number not in gone]
        if len(kept) >= wanted or len(numbers) < asked:
            return Statement("SELECT value AS id FROM json_each(?)", (json.dumps(kept[offset:wanted]),))


def as_typed(db: Database, query: str, narrowing: Filters = EVERYTHING) -> Statement:
    """Return the statement for the `id` of each article that has all the words as they were typed.

    Unlike `search` it leaves out what has them with other accents: no order could put that last. Words with nothing
    to look for stand for every article.
    """
    wanted = compiler.parse(query)
    table = EXACT if wanted.accented else FOLDED
    reached = reach(db, narrowing)
    expression = reached.within(compiler.words(wanted, FORMS[table])) if wanted else reached.marks
    found = "search_rows"
    values: list[Any] = [reached.first, reached.last]
    conditions = ["search_rows.id BETWEEN ? AND ?"]
    if expression:
        found = f"{table} JOIN search_rows ON search_rows.id = {table}.rowid"
        conditions.append(f"{table} MATCH ?")
        values.append(expression)
    for term in wanted.without:
        apart = EXACT if term.accented else FOLDED
        conditions.append(f"search_rows.id NOT IN (SELECT rowid FROM {apart} WHERE {apart} MATCH ?)")
        values.append(compiler.quoted(term, FORMS[apart]))
    return Statement(f"SELECT article_id AS id FROM {found} WHERE {' AND '.join(conditions)}", tuple(values))


def _tiers(query: compiler.Query, reached: Reach) -> list[_Tier]:
    """Return what is searched, the best first; for a query without any accent the index with accents is left out."""
    if not query:
        return [_Tier(FOLDED, reached.marks, reached)]
    return [
        _Tier(table, expression(query, FORMS[table]), reached, is_phrase=expression == compiler.phrase)
        for table, expression in product((EXACT, FOLDED), (compiler.phrase, compiler.words))
        if (query.accented or table == FOLDED) and (query.is_phrase or expression == compiler.words)
    ]


def _by_relevance(db: Database, query: compiler.Query, tiers: list[_Tier], candidates: list[int]) -> list[int]:
    """Return candidates (given newest first), the best first.

    Whoever types without accents means the words with them: a text that has none is the last of its tier.
    """
    if not candidates:
        return []
    span = (candidates[-1], candidates[0])
    places = _places(db, tiers, candidates, span)
    bare = _bare(db, candidates)
    scores = _scores(db, query, span)
    ranked = []
    for number in candidates:
        tier, place = places[number]
        ranked.append((tier, number in bare, place, scores.get(number, 0.0), -number))
    ranked.sort()
    return [-negated for *_, negated in ranked]


def _places(
    db: Database, tiers: list[_Tier], candidates: list[int], span: tuple[int, int]
) -> dict[int, tuple[int, int]]:
    """Return the best tier of each candidate, and where in the article that finds it: 0 title, 1 sapo, 2 elsewhere."""
    places: dict[int, tuple[int, int]] = {}
    for tier, searched in enumerate(tiers):
        # The last tier finds all there is.
        found = candidates if searched is tiers[-1] else within(db, searched.table, searched.narrowed(), span)
        new = [number for number in found if number not in places]
        if len(new) > 1:  # one needs no place
            for place, column in enumerate(("title", "sapo")):
                for number in within(db, searched.table, searched.narrowed(column), span):
                    places.setdefault(number, (tier, place))
        for number in new:
            places.setdefault(number, (tier, 2))
    return places


def _bare(db: Database, numbers: list[int]) -> set[int]:
    sql = "SELECT id FROM search_rows WHERE id IN (SELECT value FROM json_each(?)) AND bare"
    return {row[0] for row in db.execute(sql, [json.dumps(numbers)])}


def _scores(db: Database, query: compiler.Query, span: tuple[int, int]) -> dict[int, float]:
    """Return the bm25 of the words that are not common; the smaller the better."""
    terms = (compiler.quoted(term, compiler.folded_form) for group in query.groups for term in group)
    rare = " OR ".join(term for term in terms if not _is_common(db, term))
    if not rare:
        return {}
    sql = f"SELECT rowid, rank FROM {FOLDED} WHERE {FOLDED} MATCH ? AND rowid BETWEEN ? AND ?"
    return dict(db.execute(sql, [rare, *span]).fetchall())


def _is_common(db: Database, expression: str) -> bool:
    sql = f"SELECT 1 FROM {FOLDED} WHERE {FOLDED} MATCH ? ORDER BY rowid LIMIT 1 OFFSET {COMMON}"
    return db.execute(sql, [expression]).fetchone() is not None


def within(db: Database, table: str, expression: str, span: tuple[int, int]) -> list[int]:
    """Return the numbers from one to another, inclusive, that an index finds."""
    sql = f"SELECT rowid AS id FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
    return _numbers(db, Statement(sql, (expression, *span)))


def _numbers(db: Database, statement: Statement) -> list[int]:
    """Return the numbers that a statement finds; as one value, that takes half the time."""
    (numbers,) = db.execute(f"SELECT json_group_array(id) FROM ({statement.sql})", statement.values).fetchone()
    found: list[int] = json.loads(numbers)
    return found


def _hits(db: Database, tiers: list[_Tier], numbers: list[int]) -> list[Hit]:
    """Return the hits in order, the words of each marked as the best tier has them that finds it.

    The snippet of an article that has the phrase in its title alone shows the words.
    """
    hits: dict[int, Hit] = {}
    for place, tier in enumerate(tiers):
        unmarked = {n for n, hit in hits.items() if START not in hit.snippet and _is_its_phrase(tiers[hit.tier], tier)}
        missing = [number for number in numbers if number not in hits or number in unmarked]
        if missing:
            values = [START, END, tier.expression, min(missing), max(missing), json.dumps(missing)]
            for number, *about, text, captions in db.execute(_shown(tier.table), values):
                snippet = captions if START not in text and START in (captions or "") else text
                known = hits.get(number)
                hits[number] = attrs.evolve(known, snippet=snippet) if known else Hit(*[*about, snippet, place])
    return [hits[number] for number in numbers]


def _is_its_phrase(one: _Tier, other: _Tier) -> bool:
    """Tell whether one tier looks for the words of another side by side."""
    return one.is_phrase and not other.is_phrase and one.table == other.table


def _shown(table: str) -> str:
    """Return the statement for some hits. One walk for all: each on its own would gather a prefix's articles anew."""
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
