"""khobao serve: the pages alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import PORT, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@pass_home
def serve_command(home: Home, port: int, host: str) -> None:
    """Serve the archive in the browser, without crawling.

    Example: khobao serve --port 8080
    """
    home.require()
    from browse.serve import serve
    from pipeline.runtime import check_free

    check_free(host, port)
    click.echo(f"http://{host}:{port}/", err=True)
    serve(home.folder, host, port)
