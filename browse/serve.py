"""The browse process: Datasette under uvicorn over one home's archive.db, read-only.

    python -m browse.serve --home DIR [--host 127.0.0.1] [--port 8001]

It may start before there is an archive, and serves it from the moment there is one. SIGTERM ends it, exit status 0; it
also ends when the process that started it is gone. stdout stays empty.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from browse import plugin, view
from browse.security import Door
from browse.security import headers as policy
from browse.security import sql_sandbox as fence
from pipeline.archive import connect_read_only, open_read_only
from pipeline.config import Home
from pipeline.runtime import die_with_parent
from pipeline.search import index

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from browse.security import Application, Receive, Send

SETTINGS = {
    "allow_download": False,  # archive.db is copied on the machine, not through a reader's page
    "suggest_facets": False,  # 360 ms instead of 8 on a page of 100,000 rows
    "default_page_size": 50,
    "truncate_cells_html": 300,  # a revision's whole text in each cell makes no table
}
_FENCED = ContextVar("_FENCED", default=False)
LONGEST_REQUEST = 256 * 1024  # bytes; a search of 10,000 Vietnamese letters is a URL of up to 90,000
PATIENCE = 3  # seconds that requests under way get at the end; the daemon waits 5 for us


class Archive(Database):  # type: ignore[misc]  # Datasette has no types
    """archive.db through connections that can't write. Datasette's own would not open a path with a # or ? in it.

    Where readers may write SQL, whatever may be theirs is fenced in; our own pages ask with `execute_fn` and are not.
    """

    def connect(self, write: bool = False) -> sqlite3.Connection:  # noqa: FBT001, FBT002  Datasette's signature
        """Open it. Raises ValueError where writing is wanted."""
        if write:
            message = "the archive is only read here"
            raise ValueError(message)
        connection = connect_read_only(self.path, check_same_thread=False)
        fence.bound(connection)
        self._all_file_connections.append(connection)
        return connection

    async def execute(self, *statement: Any, **how: Any) -> Any:
        """Run a statement that may be a reader's."""
        token = _FENCED.set(bool(self.ds.setting("default_allow_sql")))
        try:
            return await super().execute(*statement, **{**how, "log_sql_errors": False})  # it is the reader's slip
        finally:
            _FENCED.reset(token)

    async def attached_databases(self) -> list[Any]:
        """Return none, as there never is one: asking for them would tell where the file lies."""
        return []

    async def get_all_foreign_keys(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        """Return which tables refer to which, those without a page left out: a row's page counts what refers to it."""
        found = await super().get_all_foreign_keys()
        return {
            table: {way: [key for key in keys if not fence.is_closed(key["other_table"])] for way, keys in ways.items()}
            for table, ways in found.items()
        }

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run a function with a connection, in a thread."""
        return await super().execute_fn(_in_fence(fn) if _FENCED.get() else fn)


def _in_fence(fn: Callable[[sqlite3.Connection], Any]) -> Callable[[sqlite3.Connection], Any]:
    def inside(connection: sqlite3.Connection) -> Any:
        with fence.fenced(connection):
            return fn(connection)

    return inside


def application(path: Path) -> Application:
    """Return the whole of what is served over an archive that may not exist yet, or be made anew in the meantime."""
    if pm.get_plugin("khobao") is None:  # a checkout that is not installed has no entry point
        pm.register(plugin, "khobao")
    said = Home(path.parent).settings()
    home = {"plugins": {"khobao": {"home": str(path.parent), "settings": said}}}
    settings = {**SETTINGS, "base_url": said.base_path, "default_allow_sql": said.sql}
    datasette = Datasette([], settings=settings, metadata=home)
    datasette.remove_database("_memory")
    answer = datasette.app()
    served: tuple[int, int] | None = None

    async def follow(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        nonlocal served
        stands = _identity(path)
        if stands != served and (stands is None or _is_ready(path)):
            _replace(datasette, path if stands else None)
            served = stands
        await answer(policy.without_bad_headers(scope), receive, send)

    return Door(follow, said.password_hash, said.base_path) if said.password_hash else follow


def serve(folder: Path, host: str, port: int) -> None:
    """Serve a home's archive until SIGTERM or Ctrl-C, which end the process with status 0."""
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn stops first, then hands the signal on to us
        signal.signal(number, _leave)
    config = uvicorn.Config(
        application(folder.absolute() / "archive.db"),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        http="h11",
        h11_max_incomplete_event_size=LONGEST_REQUEST,
        timeout_graceful_shutdown=PATIENCE,
        server_header=False,
    )
    uvicorn.Server(config).run()


@click.command()
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), required=True, help="The archive's folder.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
def main(home: Path, host: str, port: int) -> None:
    """Serve an archive as a child of the daemon."""
    die_with_parent()
    serve(home, host, port)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file stands there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_ready(path: Path) -> bool:
    """Tell whether the archive's tables are made; the search index is the last of them."""
    try:
        with open_read_only(path) as db:
            return index.EXACT in db.table_names()
    except sqlite3.DatabaseError:
        return False


def _replace(datasette: Datasette, path: Path | None) -> None:
    """Serve another file, or none. Datasette keeps a connection per thread: new threads, new connections."""
    if view.ARCHIVE in datasette.databases:
        datasette.remove_database(view.ARCHIVE)
        datasette.executor.shutdown(wait=False)
        datasette.executor = ThreadPoolExecutor(datasette.setting("num_sql_threads"))
    if path:
        datasette.add_database(Archive(datasette, path), name=view.ARCHIVE)


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  a signal handler's signature
    sys.exit(0)


if __name__ == "__main__":
    main()
