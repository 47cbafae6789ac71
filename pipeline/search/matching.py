# ruff: noqa: S608  what is put into the statements are names of our own tables; values are always bound
"""Which articles have the words of a query, as statements on the index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.search.filters import EVERYTHING, scope_of
from pipeline.search.index import EXACT, FOLDED, FORMS
from pipeline.search.query import all_words, any_of, exact_form, folded_form, parse_query, quoted

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.search.filters import Filters, IndexScope
    from pipeline.search.query import Query


@attrs.frozen
class Statement:
    """An SQL statement with its values."""

    sql: str
    values: tuple[Any, ...]


def matching(
    db: Database,
    query: Query,
    scope: IndexScope,
    limit: int,
    offset: int = 0,
    *,
    oldest_first: bool = False,
) -> Statement:
    """The statement for the row numbers of the articles that match, in order of time, as `id`.

    There have to be words or filters. A word with a minus is left out as typed where it has accents, else with any.
    """
    folded, exact = ([term for term in query.without if term.accented is accented] for accented in (False, True))
    expression = scope.within(all_words(query, folded_form)) if query else scope.marks
    if folded:
        expression = f"({expression}) NOT ({any_of(folded, folded_form)})"
    direction = "ASC" if oldest_first else "DESC"
    statement = Statement(
        f"SELECT rowid AS id FROM {FOLDED} WHERE {FOLDED} MATCH ? AND rowid BETWEEN ? AND ?"
        f" ORDER BY rowid {direction} LIMIT ? OFFSET ?",
        (expression, scope.first, scope.last, limit, offset),
    )
    return _leaving_out(db, any_of(exact, exact_form), statement) if exact else statement


def _leaving_out(db: Database, expression: str, statement: Statement) -> Statement:
    """What a statement finds, less what the index with accents finds.

    That is looked for as far as it has to be: all articles with a common word are many.
    """
    *values, limit, offset = statement.values
    enough = width = limit + offset
    while True:
        width *= 2
        numbers = numbers_of(db, Statement(statement.sql, (*values, width, 0)))
        excluded = set(within(db, EXACT, expression, (min(numbers), max(numbers)))) if numbers else set()
        remaining = [number for number in numbers if number not in excluded]
        if len(remaining) >= enough or len(numbers) < width:
            return Statement("SELECT value AS id FROM json_each(?)", (json.dumps(remaining[offset:enough]),))


def as_typed(db: Database, query: str, filters: Filters = EVERYTHING) -> Statement:
    """The statement for the `id` of each article that has all the words as they were typed.

    Unlike `search` it leaves out what has them with other accents: no order could put that last. Words with nothing
    to look for stand for every article.
    """
    parsed = parse_query(query)
    table = EXACT if parsed.accented else FOLDED
    scope = scope_of(db, filters)
    expression = scope.within(all_words(parsed, FORMS[table])) if parsed else scope.marks
    source = "search_rows"
    values: list[Any] = [scope.first, scope.last]
    conditions = ["search_rows.id BETWEEN ? AND ?"]
    if expression:
        source = f"{table} JOIN search_rows ON search_rows.id = {table}.rowid"
        conditions.append(f"{table} MATCH ?")
        values.append(expression)
    for term in parsed.without:
        apart = EXACT if term.accented else FOLDED
        conditions.append(f"search_rows.id NOT IN (SELECT rowid FROM {apart} WHERE {apart} MATCH ?)")
        values.append(quoted(term, FORMS[apart]))
    return Statement(f"SELECT article_id AS id FROM {source} WHERE {' AND '.join(conditions)}", tuple(values))


def within(db: Database, table: str, expression: str, span: tuple[int, int]) -> list[int]:
    """The row numbers of a span, both ends included, that match an expression in one index."""
    sql = f"SELECT rowid AS id FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
    return numbers_of(db, Statement(sql, (expression, *span)))


def numbers_of(db: Database, statement: Statement) -> list[int]:
    """Run a statement; its numbers come as one value, which takes half the time of rows."""
    (numbers,) = db.execute(f"SELECT json_group_array(id) FROM ({statement.sql})", statement.values).fetchone()
    row_numbers: list[int] = json.loads(numbers)
    return row_numbers
