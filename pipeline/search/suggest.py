"""Did you mean: where a search finds nothing, the query with one letter mended that finds most."""

from __future__ import annotations

import json
import re
from string import ascii_lowercase
from typing import TYPE_CHECKING

import attrs

from pipeline.search.filters import EVERYTHING, scope_of
from pipeline.search.index import FOLDED
from pipeline.search.matching import matching, within
from pipeline.search.query import MAX_LETTERS, bare_form, folded_form, parse_query, whole_phrase
from pipeline.search.search import END, START, search
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from pipeline.search.filters import Filters, IndexScope

LONGEST = 12  # letters; a Vietnamese syllable has seven at most
MOST_WORDS = 8
ENOUGH = 100  # articles; what finds more finds no better
TRIED = 3  # of those that are likely
_WORD = re.compile(r"(?<![\w*-])[^\W\d_]{2,}(?![\w*])")
_MARKED = re.compile(f"{START}(.*?){END}")


@attrs.frozen
class _Word:
    """One word of a query, where it stands, as the index without accents has it."""

    start: int
    end: int
    folded: str


def suggest(db: Database, query: str, filters: Filters = EVERYTHING) -> str | None:
    """The query with one letter of one word added, dropped, changed or two swapped, accents apart.

    Only what finds something is suggested; None where there is no such query. Call it where nothing was found.
    """
    query = clean(query[:MAX_LETTERS])
    if not parse_query(query):
        return None
    words = [
        _Word(match.start(), match.end(), bare_form(match[0]))
        for match in _WORD.finditer(query)
        if match[0] != "OR" and len(match[0]) <= LONGEST
    ]
    unknown = [word for word in words if not _known(db, {word.folded})]
    if len(words) > MOST_WORDS or len(unknown) > 1:
        return None
    candidates = {
        mended: (word, term)
        for word in unknown or words
        for term in _known(db, {bare_form(edit) for edit in edits(word.folded)} - {word.folded})
        for mended in [query[: word.start] + term + query[word.end :]]
    }
    scope = scope_of(db, filters)
    worth = {mended: _worth(db, mended, scope) for mended in candidates}
    likely = sorted(candidates, key=lambda mended: worth[mended], reverse=True)[:TRIED]
    best = next((mended for mended in likely if _finds(db, mended, scope)), None)
    return _accented(db, query, best, filters, *candidates[best]) if best else None


def edits(word: str) -> set[str]:
    """All that is one letter away from a word without accents."""
    return set(_edits(word)) - {word, ""}


def _edits(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def _known(db: Database, words: set[str]) -> list[str]:
    """Those words that any article has. Of each the first place is looked up, never how many there are."""
    sql = "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM search_words WHERE term = value)"
    return [row[0] for row in db.execute(sql, [json.dumps(sorted(words))])]


def _worth(db: Database, query: str, scope: IndexScope) -> tuple[int, int]:
    """How many articles have its words, up to ENOUGH; before that, how many of these have them as a phrase.

    Phrases are taken apart: to find that there is none would be to read all articles that have its words.
    """
    parsed = parse_query(query.replace('"', " "))
    if not parsed:
        return 0, 0
    statement = matching(db, parsed, scope, ENOUGH)
    numbers = [row[0] for row in db.execute(statement.sql, statement.values)]
    if not numbers or not parsed.is_phrase:
        return 0, len(numbers)
    phrase = within(db, FOLDED, whole_phrase(parsed, folded_form), (numbers[-1], numbers[0]))
    return len(phrase), len(numbers)


def _finds(db: Database, query: str, scope: IndexScope) -> bool:
    statement = matching(db, parse_query(query), scope, 1)
    return db.execute(statement.sql, statement.values).fetchone() is not None


def _accented(db: Database, query: str, mended: str, filters: Filters, word: _Word, term: str) -> str:
    """The mended query, the new word as the first hit spells it; without accents if the query has none."""
    (hit,) = search(db, mended, filters, limit=1)
    marked = " ".join(_MARKED.findall(hit.marked_title + hit.snippet)).lower().split()
    original = next((spelling for spelling in marked if bare_form(spelling) == term), term)
    return query[: word.start] + (fold(original) if query.isascii() else original) + query[word.end :]
