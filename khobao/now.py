"""khobao now: a site's sources polled at once by the running daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("site")
@pass_home
def now_command(home: Home, site: str) -> None:
    """Let the running daemon poll a site's sources at once. It does not wait for that; `khobao crawl` does.

    Exit status 1: no daemon runs here, or the site is paused.

    Example: khobao now baonghean.vn
    """
    import asyncio

    from crawlers.worker import find_site, poll_now

    domain = find_site(home.sites(), site).domain
    asyncio.run(poll_now(home, domain))
    click.echo(f"{domain} is being polled")
