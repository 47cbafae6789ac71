# ruff: noqa: S608  what is put into the statements are names of our own tables; values are always bound
"""The order of what a search finds, by relevance.

First those with the whole phrase, then those with all words as typed, then those that have them with other accents; in
each the title before the sapo before the text, then the weighted bm25 of those words that are in no more than COMMON
articles (FTS5's bm25 counts every article that has a word; and those of common words would weigh next to nothing), then
the newest.
"""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import attrs

from pipeline.search.index import EXACT, FOLDED, FORMS
from pipeline.search.matching import within
from pipeline.search.query import all_words, folded_form, quoted, whole_phrase

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.search.filters import IndexScope
    from pipeline.search.query import Query

COMMON = 500


@attrs.frozen
class Tier:
    """One index and what is looked for in it; `expression` is without the filters."""

    table: str
    expression: str
    scope: IndexScope
    is_phrase: bool = False

    def narrowed(self, column: str | None = None) -> str:
        """The whole expression with the filters; all its words in one column, where one is named."""
        return self.scope.within(f"{column} : ({self.expression})" if column else self.expression)


def tiers_of(query: Query, scope: IndexScope) -> list[Tier]:
    """What is searched, the best first; for a query without any accent the index with accents is left out."""
    if not query:
        return [Tier(FOLDED, scope.marks, scope)]
    return [
        Tier(table, expression(query, FORMS[table]), scope, is_phrase=expression == whole_phrase)
        for table, expression in product((EXACT, FOLDED), (whole_phrase, all_words))
        if (query.accented or table == FOLDED) and (query.is_phrase or expression == all_words)
    ]


def by_relevance(db: Database, query: Query, tiers: list[Tier], candidates: list[int]) -> list[int]:
    """Candidates (given newest first), the best first.

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
    db: Database, tiers: list[Tier], candidates: list[int], span: tuple[int, int]
) -> dict[int, tuple[int, int]]:
    """The best tier of each candidate, and where in the article that finds it: 0 title, 1 sapo, 2 elsewhere."""
    places: dict[int, tuple[int, int]] = {}
    for tier, searched in enumerate(tiers):
        # The last tier finds all there is.
        matches = candidates if searched is tiers[-1] else within(db, searched.table, searched.narrowed(), span)
        new = [number for number in matches if number not in places]
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


def _scores(db: Database, query: Query, span: tuple[int, int]) -> dict[int, float]:
    """The bm25 of the words that are not common; the smaller the better."""
    terms = (quoted(term, folded_form) for group in query.groups for term in group)
    rare = " OR ".join(term for term in terms if not _is_common(db, term))
    if not rare:
        return {}
    sql = f"SELECT rowid, rank FROM {FOLDED} WHERE {FOLDED} MATCH ? AND rowid BETWEEN ? AND ?"
    return dict(db.execute(sql, [rare, *span]).fetchall())


def _is_common(db: Database, expression: str) -> bool:
    sql = f"SELECT 1 FROM {FOLDED} WHERE {FOLDED} MATCH ? ORDER BY rowid LIMIT 1 OFFSET {COMMON}"
    return db.execute(sql, [expression]).fetchone() is not None
