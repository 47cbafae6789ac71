"""khobao run: the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import PORT, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--no-serve", is_flag=True, help="Crawl only; no web page.")
@click.option("--log-json", is_flag=True, help="Log lines as JSON, for machines.")
@pass_home
def run_command(home: Home, port: int, host: str, no_serve: bool, log_json: bool) -> None:
    """Crawl on schedule and serve the archive, until Ctrl-C or SIGTERM.

    Example: khobao --home /srv/khobao run --port 8001
    """
    import asyncio

    from pipeline.runtime import configure_logs
    from scheduler import Daemon

    configure_logs(json=log_json)
    home.folder.mkdir(parents=True, exist_ok=True)
    with home.lock():
        asyncio.run(Daemon(home, serve=None if no_serve else (host, port), log_json=log_json).run())
