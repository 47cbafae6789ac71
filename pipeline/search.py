# ruff: noqa: S608  what is put into the statements are names of our own tables; values are always bound
"""Searching the archive: two full-text indexes over the current revisions, one with accents, one without.

Both are external-content FTS5 tables over the view `search_text`, which holds the text as it was published; they are
fed by this module alone, never by triggers, and never by FTS5's own `rebuild` (it would feed the unfolded text). Their
names carry the version of the folding: a delete needs the identical string that was inserted, so whoever changes
`query.exact_form` or `query.folded_form` makes tables with the next number.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from pipeline import query as compiler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sqlite_utils import Database

    from pipeline.availability import State

FOLDED = "search_folded_1"
EXACT = "search_exact_1"
_FORMS: dict[str, Callable[[str], str]] = {FOLDED: compiler.folded_form, EXACT: compiler.exact_form}
_FUNCTIONS = {FOLDED: "khobao_folded_1", EXACT: "khobao_exact_1"}

# Round a found word in a title or snippet. No archived text holds them (pipeline.text.clean drops controls), so a page
# escapes the text first and then puts its own marks in their place.
START, END = "\x02", "\x03"
SNIPPET_WORDS = 40


class Connection(Protocol):
    """What is read through: an sqlite3 connection or an sqlite_utils Database."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement and return its cursor."""


@attrs.frozen
class Hit:
    """One article found. `marked_title` and `snippet` hold START and END round each found word; tier 0 is the best."""

    id: str
    url: str
    site: str
    title: str
    published_at: str | None
    shown_at: str
    marked_title: str
    snippet: str
    tier: int


@attrs.frozen
class Narrowing:
    """What is searched. `site` is a domain; `since` and `until` are days of publication in Vietnam, both inclusive.

    `availability` is how articles stand today; `edited` leaves those alone whose publisher changed the text.
    """

    site: str | None = None
    since: date | None = None
    until: date | None = None
    availability: State | None = None
    edited: bool = False


EVERYTHING = Narrowing()


@attrs.frozen
class _Tier:
    table: str
    expression: str


def without_marks(text: str) -> str:
    """Return a title or snippet of a Hit as plain text."""
    return text.replace(START, "").replace(END, "")


def index(db: Database, article_ids: Iterable[int]) -> None:
    """Take up the current revision of each article. Commits nothing: the caller's transaction is used."""
    _feed(db, article_ids, command="")


def unindex(db: Database, article_ids: Iterable[int]) -> None:
    """Take articles out again; call it *before* a current revision changes, on articles that are in the index.

    FTS5 has to be told the old strings; they are read from the revision that still is the current one.
    """
    _feed(db, article_ids, command="delete")


def reindex(db: Database) -> None:
    """Make both indexes anew from the archive. Commits nothing."""
    for table in _FORMS:
        db.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
    index(db, [row[0] for row in db.execute("SELECT id FROM articles WHERE revision_id IS NOT NULL")])


def search(
    db: Connection, query: str, narrowing: Narrowing = EVERYTHING, *, limit: int = 20, offset: int = 0
) -> list[Hit]:
    """Return the articles that a person's words find, the best first; any text is legal, nothing found is [].

    First come articles with the whole phrase, then those with all words as typed, then those that have them with other
    accents; among equals the weighted bm25 decides, the title before the sapo before the text.
    """
    wanted = compiler.parse(query)
    tiers = _tiers(wanted)
    if not tiers:
        return []
    condition, values = _condition(wanted, narrowing)
    found = " UNION ALL ".join(
        f"SELECT rowid AS id, {number} AS tier, rank AS score FROM {tier.table} WHERE {tier.table} MATCH ?"
        for number, tier in enumerate(tiers)
    )
    rows = db.execute(
        f"SELECT id, min(tier) AS tier, score FROM ({found}) AS found WHERE {condition}"
        " GROUP BY id ORDER BY tier, score, id DESC LIMIT ? OFFSET ?",
        [*(tier.expression for tier in tiers), *values, limit, offset],
    ).fetchall()
    return [_hit(db, tiers[number], number, article_id) for article_id, number, _ in rows]


def count(db: Connection, query: str, narrowing: Narrowing = EVERYTHING) -> int:
    """Return how many articles `search` would find without a limit."""
    wanted = compiler.parse(query)
    tiers = _tiers(wanted)
    if not tiers:
        return 0
    # What the other tiers find, the last one finds too.
    widest = tiers[-1]
    condition, values = _condition(wanted, narrowing)
    return int(
        db.execute(
            f"SELECT count(*) FROM (SELECT rowid AS id FROM {widest.table} WHERE {widest.table} MATCH ?) AS found"
            f" WHERE {condition}",
            [widest.expression, *values],
        ).fetchone()[0]
    )


def as_typed(query: str, narrowing: Narrowing = EVERYTHING) -> tuple[str, list[Any]]:
    """Return a statement, with its values, for the `id` of each article that has all the words as they were typed.

    Unlike `search` it leaves out what has them with other accents: no order could put that last. Words with nothing
    to look for stand for every article.
    """
    wanted = compiler.parse(query)
    condition, values = _condition(wanted, narrowing)
    if not wanted:
        return f"SELECT id FROM articles AS found WHERE {condition}", values
    table = EXACT if wanted.accented else FOLDED
    found = f"SELECT rowid AS id FROM {table} WHERE {table} MATCH ?"
    expression = compiler.words(wanted, _FORMS[table])
    return f"SELECT id FROM ({found}) AS found WHERE {condition}", [expression, *values]


def _feed(db: Database, article_ids: Iterable[int], command: str) -> None:
    chosen = json.dumps(sorted(set(article_ids)))
    for table, form in _FORMS.items():
        function = _FUNCTIONS[table]
        db.register_function(_or_none(form), deterministic=True, name=function)
        columns = ", ".join(f"{function}({column})" for column in ("title", "sapo", "text", "captions"))
        into, first = (f"{table}, ", "?, ") if command else ("", "")
        db.execute(
            f"INSERT INTO {table}({into}rowid, title, sapo, text, captions) SELECT {first}id, {columns}"
            " FROM search_text WHERE id IN (SELECT value FROM json_each(?))",
            [*([command] if command else []), chosen],
        )


def _or_none(form: Callable[[str], str]) -> Callable[[str | None], str | None]:
    def feed(text: str | None) -> str | None:
        return None if text is None else form(text)

    return feed


def _tiers(query: compiler.Query) -> list[_Tier]:
    """Return what is searched, the best first; for a query without any accent the index with accents is left out."""
    if not query:
        return []
    strict = EXACT if query.accented else FOLDED
    tiers = [_Tier(strict, compiler.phrase(query, _FORMS[strict]))] if query.is_phrase else []
    if query.accented:
        tiers.append(_Tier(EXACT, compiler.words(query, compiler.exact_form)))
    return [*tiers, _Tier(FOLDED, compiler.words(query, compiler.folded_form))]


def _condition(query: compiler.Query, narrowing: Narrowing) -> tuple[str, list[Any]]:
    """Return a condition on `found.id` with its values.

    A word with a minus is left out of every tier alike: as typed where it has accents, else with any.
    """
    conditions: list[str] = ["1"]
    values: list[Any] = []
    for term in query.without:
        table = EXACT if term.accented else FOLDED
        conditions.append(f"found.id NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)")
        values.append(compiler.quoted(term, _FORMS[table]))
    of_article = [(condition, value) for condition, value in _of_article(narrowing) if value is not None]
    if of_article:
        inner = " AND ".join(condition for condition, _ in of_article)
        conditions.append(f"EXISTS (SELECT 1 FROM articles WHERE articles.id = found.id AND {inner})")
        values += [value for _, value in of_article]
    return " AND ".join(conditions), values


def _of_article(narrowing: Narrowing) -> list[tuple[str, Any]]:
    """Return conditions with their values. `published_at` begins with the day; who has none is in no span of days."""
    return [
        ("site_id = (SELECT id FROM sites WHERE domain = ?)", narrowing.site),
        ("substr(published_at, 1, 10) >= ?", str(narrowing.since) if narrowing.since else None),
        ("substr(published_at, 1, 10) <= ?", str(narrowing.until) if narrowing.until else None),
        ("availability = ?", narrowing.availability),
        ("edited = ?", 1 if narrowing.edited else None),
    ]


def _hit(db: Connection, tier: _Tier, number: int, article_id: int) -> Hit:
    table = tier.table
    marks = "?1, ?2"
    row = db.execute(
        f"SELECT articles.key, articles.url, sites.domain, articles.title, articles.published_at, articles.shown_at,"
        f" highlight({table}, 0, {marks}), snippet({table}, 2, {marks}, '…', {SNIPPET_WORDS}),"
        f" snippet({table}, 3, {marks}, '…', {SNIPPET_WORDS})"
        f" FROM {table} JOIN articles ON articles.id = {table}.rowid JOIN sites ON sites.id = articles.site_id"
        f" WHERE {table} MATCH ?3 AND {table}.rowid = ?4",
        [START, END, tier.expression, article_id],
    ).fetchone()
    key, url, domain, title, published_at, shown_at, marked_title, text, captions = row
    snippet = captions if START not in text and START in (captions or "") else text
    return Hit(key, url, domain, title, published_at, shown_at, marked_title, snippet, number)
