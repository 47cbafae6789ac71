# ruff: noqa: S608  what is put into the statements are names of our own tables; values are always bound
"""The search index: two full-text indexes over the current revisions, one with accents, one without.

Both are external-content FTS5 tables over the view `search_text`, which holds the text as it was published; they are
fed by this module alone, never by triggers, and never by FTS5's own `rebuild` (it would feed the unfolded text). Their
names carry the version of the folding: a delete needs the identical string that was inserted, so whoever changes
`query.exact_form` or `query.folded_form` makes tables with the next number.

Rows are numbered by the second an article is shown at, on Vietnam's clock, the next free one of that day: so an index
gives its newest matches first without sorting, and a span of days is a span of numbers. `search_rows` says which
article a number stands for, and what it is narrowed by, as the indexes know it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from pipeline.search.query import exact_form, folded_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlite_utils import Database

FOLDED = "search_folded_2"
EXACT = "search_exact_2"
FORMS: dict[str, Callable[[str], str]] = {FOLDED: folded_form, EXACT: exact_form}
COLUMNS = ("title", "sapo", "text", "captions", "marks")

A_DAY = 24 * 3600
# Of a Vietnamese text a fourth of the letters have accents; of an English one that names Vietnamese places, few.
BARE = 0.04
SAMPLE = 1_000  # letters; enough to tell


def index(db: Database, article_ids: Iterable[int]) -> None:
    """Take up the current revision of each article. Commits nothing: the caller's transaction is used."""
    added = [_add_row(db, *row) for row in _to_add(db, article_ids)]
    _feed(db, added, command="")


def unindex(db: Database, article_ids: Iterable[int]) -> None:
    """Take articles out again; call it *before* anything of a current revision changes.

    FTS5 has to be told the old strings; they are read from the revision that still is the current one.
    """
    chosen = json.dumps(sorted(set(article_ids)))
    rows = db.execute(
        "SELECT id FROM search_rows WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY id", [chosen]
    )
    numbers = [row[0] for row in rows.fetchall()]
    _feed(db, numbers, command="delete")
    db.execute("DELETE FROM search_rows WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(numbers)])


def reindex(db: Database) -> None:
    """Make both indexes anew from the archive. Commits nothing."""
    for table in FORMS:
        db.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
    db.execute("DELETE FROM search_rows")
    index(db, [row[0] for row in db.execute("SELECT id FROM articles WHERE revision_id IS NOT NULL")])
    optimize(db)


def optimize(db: Database) -> None:
    """Merge the pieces that the indexes were written in: a search looks into one then, and rare words cost half."""
    for table in FORMS:
        db.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def needs_filling(db: Database) -> bool:
    """True where a migration has just made the indexes, so that they lack the articles of an older version."""
    if db.execute("SELECT 1 FROM search_rows").fetchone():
        return False
    return db.execute("SELECT 1 FROM articles WHERE revision_id IS NOT NULL").fetchone() is not None


def first_number(day: date) -> int:
    """The row number of a day's first second."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def number(shown_at: str, article_id: int) -> int:
    """The row number an article asks for: the second it is shown at, spread out where only minute or day are known."""
    day = first_number(date.fromisoformat(shown_at[:10]))
    if len(shown_at) == len("2026-11-23"):
        return day + article_id * 61 % A_DAY
    hour, minute, second = (int(part) for part in shown_at[11:19].split(":"))
    return day + hour * 3600 + minute * 60 + (second or article_id % 60)


def _to_add(db: Database, article_ids: Iterable[int]) -> list[Any]:
    return db.execute(
        "SELECT articles.id, articles.shown_at, articles.site_id, articles.section, articles.agency,"
        " articles.availability, articles.edited, articles.published_at,"
        f" revisions.title || substr(text, 1, {SAMPLE}) FROM json_each(?) AS chosen"
        " JOIN articles ON articles.id = chosen.value JOIN revisions ON revisions.id = articles.revision_id",
        [json.dumps(sorted(set(article_ids)))],
    ).fetchall()


def _add_row(db: Database, article_id: int, shown_at: str, *narrowed_by: Any) -> int:
    """Give an article a free number near its second and of its day, and return that."""
    *columns, published_at, text = narrowed_by
    free = next(second for second in _of_its_day(number(shown_at, article_id)) if not _is_taken(db, second))
    db.execute(
        "INSERT INTO search_rows (id, article_id, site_id, section, agency, availability, edited, dated, bare)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [free, article_id, *columns, published_at is not None, is_bare(text)],
    )
    return free


def _of_its_day(second: int) -> Iterator[int]:
    """Yield a second and those after it, then those before it, all of one day; then, that day being full, any."""
    begins = second - second % A_DAY
    return chain(range(second, begins + A_DAY), range(second - 1, begins - 1, -1), count(begins + A_DAY))


def _is_taken(db: Database, second: int) -> bool:
    return db.execute("SELECT 1 FROM search_rows WHERE id = ?", [second]).fetchone() is not None


def is_bare(text: str) -> bool:
    """Whether a text is written without accents."""
    return sum(not letter.isascii() for letter in text) < BARE * len(text)


def _feed(db: Database, numbers: list[int], command: str) -> None:
    """Insert or delete rows, in order: FTS5 writes out what it has gathered whenever a number is below the last."""
    for table, form in FORMS.items():
        function = f"khobao_{table}"
        db.register_function(_or_none(form), deterministic=True, name=function)
        columns = ", ".join(f"{function}({column})" for column in COLUMNS)
        into, first = (f"{table}, ", "?, ") if command else ("", "")
        db.execute(
            f"INSERT INTO {table}({into}rowid, {', '.join(COLUMNS)}) SELECT {first}id, {columns}"
            " FROM search_text WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            [*([command] if command else []), json.dumps(numbers)],
        )


def _or_none(form: Callable[[str], str]) -> Callable[[str | None], str | None]:
    def feed(text: str | None) -> str | None:
        return None if text is None else form(text)

    return feed
