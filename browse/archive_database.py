"""archive.db as Datasette opens it: read-only, in a sandbox where the SQL may be a reader's, replaced while served."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from datasette.database import Database

from browse.security import is_closed, limit_memory, sandboxed
from browse.view import ARCHIVE
from pipeline.archive import connect_read_only, open_read_only
from pipeline.search import index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from datasette.app import Datasette

_SANDBOXED = ContextVar("_SANDBOXED", default=False)


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """archive.db through connections that can't write. Datasette's own would not open a path with a # or ? in it.

    Where readers may write SQL, whatever may be theirs is sandboxed; our own pages ask with `execute_fn` and are not.
    """

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002  Datasette's signature
        """Open it. Raises ValueError for `write`."""
        if write:
            message = "the archive is only read here"
            raise ValueError(message)
        connection = connect_read_only(self.path, check_same_thread=False)
        limit_memory(connection)
        self._all_file_connections.append(connection)
        return connection

    async def execute(self, *statement: Any, **options: Any) -> Any:
        """Run a statement that may be a reader's."""
        token = _SANDBOXED.set(bool(self.ds.setting("default_allow_sql")))
        try:
            return await super().execute(*statement, **{**options, "log_sql_errors": False})  # it is the reader's slip
        finally:
            _SANDBOXED.reset(token)

    async def attached_databases(self) -> list[Any]:
        """None, as there never is one: asking for them would tell where the file lies."""
        return []

    async def get_all_foreign_keys(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        """Which tables refer to which, those without a page left out: a row's page counts what refers to it."""
        tables = await super().get_all_foreign_keys()
        return {
            table: {way: [key for key in keys if not is_closed(key["other_table"])] for way, keys in ways.items()}
            for table, ways in tables.items()
        }

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run a function with a connection, in a thread."""
        return await super().execute_fn(_in_sandbox(fn) if _SANDBOXED.get() else fn)


def _in_sandbox(fn: Callable[[sqlite3.Connection], Any]) -> Callable[[sqlite3.Connection], Any]:
    def inside(connection: sqlite3.Connection) -> Any:
        with sandboxed(connection):
            return fn(connection)

    return inside


def is_complete(path: Path) -> bool:
    """Whether an archive's tables are made; the search index is the last of them."""
    try:
        with open_read_only(path) as db:
            return index.EXACT in db.table_names()
    except sqlite3.DatabaseError:
        return False


def replace(datasette: Datasette, path: Path | None) -> None:
    """Serve another file, or none. Datasette keeps a connection per thread: new threads, new connections."""
    if ARCHIVE in datasette.databases:
        datasette.remove_database(ARCHIVE)
        datasette.executor.shutdown(wait=False)
        datasette.executor = ThreadPoolExecutor(datasette.setting("num_sql_threads"))
    if path:
        datasette.add_database(ArchiveDatabase(datasette, path), name=ARCHIVE)
