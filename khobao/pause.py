"""khobao pause, khobao resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("site")
@pass_home
def pause_command(home: Home, site: str) -> None:
    """Let the daemon leave a site alone, until `khobao resume`: `paused = true` in its file.

    A running daemon takes it up within seconds; a crawl under way finishes what is in flight. It holds over restarts.

    Example: khobao pause baonghean.vn
    """
    _set_paused(home, site, paused=True)


@click.command()
@click.argument("site")
@pass_home
def resume_command(home: Home, site: str) -> None:
    """Let the daemon go on with a site that was paused. What came out meanwhile is fetched.

    Example: khobao resume baonghean.vn
    """
    _set_paused(home, site, paused=False)


def _set_paused(home: Home, name: str, *, paused: bool) -> None:
    from crawlers.worker import find_site
    from pipeline.config import set_paused

    domain = find_site(home.sites(), name).domain
    changed = set_paused(home.site_path(domain), paused=paused)
    state = "paused" if paused else "crawled"
    click.echo(f"{domain} is {state}{'' if changed else ' already'}")
