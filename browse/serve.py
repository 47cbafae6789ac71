"""The browse process: Datasette under uvicorn over one home's archive.db, read-only.

    python -m browse.serve --home DIR [--host 127.0.0.1] [--port 8001]

It may start before there is an archive, and serves it from the moment there is one. SIGTERM ends it, exit status 0; it
also ends when the process that started it is gone. stdout stays empty.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from browse import plugin
from browse.archive_database import is_complete, replace
from browse.security import BasicAuth, without_illegible_headers
from pipeline.config import Home
from pipeline.runtime import die_with_parent

if TYPE_CHECKING:
    from types import FrameType

    from browse.security import Application, Receive, Scope, Send

SETTINGS = {
    "allow_download": False,  # archive.db is copied on the machine, not through a reader's page
    "suggest_facets": False,  # 360 ms instead of 8 on a page of 100,000 rows
    "default_page_size": 50,
    "truncate_cells_html": 300,  # a revision's whole text in each cell makes no table
}
LONGEST_REQUEST = 256 * 1024  # bytes; a search of 10,000 Vietnamese letters is a URL of up to 90,000
PATIENCE = 3  # seconds that requests under way get at the end; the daemon waits 5 for us


def application(path: Path) -> Application:
    """Serve an archive that may not exist yet, or be made anew in the meantime: looked at before each request."""
    if pm.get_plugin("khobao") is None:  # a checkout that is not installed has no entry point
        pm.register(plugin, "khobao")
    settings = Home(path.parent).settings()
    datasette = Datasette(
        [],
        settings={**SETTINGS, "base_url": settings.base_path, "default_allow_sql": settings.sql},
        metadata={"plugins": {"khobao": {"home": str(path.parent), "settings": settings}}},
    )
    datasette.remove_database("_memory")
    answer = datasette.app()
    served: tuple[int, int] | None = None

    async def follow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal served
        present = _identity(path)
        if present != served and (present is None or is_complete(path)):
            replace(datasette, path if present else None)
            served = present
        await answer(without_illegible_headers(scope), receive, send)

    return BasicAuth(follow, settings.password_hash, settings.base_path) if settings.password_hash else follow


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


def main() -> None:
    """Serve an archive as a child of the daemon, by the arguments of the process."""
    parser = argparse.ArgumentParser(prog="browse.serve", description="Serve an archive as a child of the daemon.")
    parser.add_argument("--home", type=Path, required=True, help="the archive's folder")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    arguments = parser.parse_args()
    die_with_parent()
    serve(arguments.home, arguments.host, arguments.port)


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file at a path; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  a signal handler's signature
    sys.exit(0)


if __name__ == "__main__":
    main()
