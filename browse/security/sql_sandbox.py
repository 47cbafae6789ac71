"""The sandbox of SQL that readers write, where khobao.toml lets them: what it may read, how much memory it may need.

Datasette bounds the time of a statement and the number of its rows, and the connection can't write. But a statement
reaches tables that have no page, a value may be a gigabyte, and between two steps of a statement nothing can stop it.
What Datasette asks for itself passes here, too.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The search indexes with their inner tables, what was hidden, and what the libraries keep for themselves.
CLOSED = ("search_", "sqlite_", "_sqlite_", "hidden")
_SCHEMA = {"sqlite_master", "sqlite_schema"}
_HARMLESS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}
_DENIED = {
    *("trim", "ltrim", "rtrim"),  # each letter of one text against each of another, minutes
    *("printf", "format"),  # '%.*c' goes on for as long as it is told, 20 s for what can't be kept
    *("fts3_tokenizer", "load_extension"),  # addresses in memory
}
# What Datasette asks about tables; `PRAGMA x(y)` and `pragma_x('y')` alike.
_ABOUT_TABLES = {
    "schema_version",
    "table_info",
    "table_xinfo",
    "foreign_key_list",
    "index_list",
    "index_info",
    "index_xinfo",
}
LONGEST_VALUE = 1_000_000  # bytes; no text of an article is as long, and replace() in one takes seconds, not hours
LONGEST_PATTERN = 200  # letters; what LIKE and GLOB cost grows with pattern times text, and nothing can interrupt them
LARGEST_ANSWER = 64_000_000  # bytes, of all rows
HEAP = 512 * 2**20  # bytes that SQLite may have in this process, its caches included


def is_closed(table: str) -> bool:
    """Whether a table has no page and can't be read by SQL."""
    return table.lower().startswith(CLOSED)


def limit_memory(connection: sqlite3.Connection) -> None:
    """Limit the memory of SQLite in this process; beyond it a statement fails, and nothing else."""
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP}")


@contextmanager
def sandboxed(connection: sqlite3.Connection) -> Iterator[None]:
    """Restrict a connection for as long as a statement runs. What it may not do raises sqlite3.DatabaseError."""
    row_factory = connection.row_factory
    length = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    pattern = connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    connection.set_authorizer(_authorize)
    connection.row_factory = _bounded_rows()
    try:
        yield
    finally:
        connection.row_factory = row_factory
        connection.set_authorizer(None)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, length)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, pattern)


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow a part of a statement or deny it, as sqlite3_set_authorizer has it."""
    if action == sqlite3.SQLITE_READ:
        allowed = not first or first.lower() in _SCHEMA or not is_closed(first)
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in _ABOUT_TABLES
    elif action == sqlite3.SQLITE_FUNCTION:
        allowed = (second or "").lower() not in _DENIED
    else:
        allowed = action in _HARMLESS
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _bounded_rows() -> Callable[[sqlite3.Cursor, tuple[Any, ...]], sqlite3.Row]:
    """Row factory that fails once its rows are larger than an answer may be."""
    size = 0

    def row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        nonlocal size
        size += sum(len(value) for value in values if isinstance(value, str | bytes))
        if size > LARGEST_ANSWER:
            message = f"the answer is larger than {LARGEST_ANSWER:,} bytes"
            raise sqlite3.OperationalError(message)
        return sqlite3.Row(cursor, values)

    return row
