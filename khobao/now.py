"""Have a say: pause, resume, now, hide, unhide. A running daemon does as it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import pass_home

if TYPE_CHECKING:
    from pipeline.annotation import Annotation
    from pipeline.config import Home, Site


@click.command()
@click.argument("site")
@pass_home
def pause(home: Home, site: str) -> None:
    """Let the daemon leave a site alone, until `khobao resume`: `paused = true` in its file.

    A running daemon takes it up within seconds; a crawl under way finishes what is in flight. It holds over restarts.

    Example: khobao pause baonghean.vn
    """
    _set_paused(home, site, paused=True)


@click.command()
@click.argument("site")
@pass_home
def resume(home: Home, site: str) -> None:
    """Let the daemon go on with a site that was paused. What came out meanwhile is fetched.

    Example: khobao resume baonghean.vn
    """
    _set_paused(home, site, paused=False)


def _set_paused(home: Home, name: str, *, paused: bool) -> None:
    from pipeline.config import set_paused

    domain = _watched(home, name).domain
    changed = set_paused(home.site_path(domain), paused=paused)
    state = "paused" if paused else "crawled"
    click.echo(f"{domain} is {state}{'' if changed else ' already'}")


def _watched(home: Home, name: str) -> Site:
    from crawlers.worker import find_site

    return find_site(home.sites(), name)


@click.command()
@click.argument("site")
@pass_home
def now(home: Home, site: str) -> None:
    """Let the running daemon poll a site's sources at once. It does not wait for that; `khobao crawl` does.

    Exit status 1: no daemon runs here, or the site is paused.

    Example: khobao now baonghean.vn
    """
    import asyncio

    from crawlers.worker import poll_now

    domain = _watched(home, site).domain
    asyncio.run(poll_now(home, domain))
    click.echo(f"{domain} is being polled")


@click.command()
@click.argument("url")
@click.option("--reason", required=True, help="Why; it is kept with the article's address.")
@pass_home
def hide(home: Home, url: str, reason: str) -> None:
    """Serve, search and export an article no more. It stays in the WARC files; further captures of it are hidden too.

    Example: khobao hide https://baonghean.vn/mot-bai-bao-10300000.html --reason "a court order of 2026-11-20"
    """
    from pipeline.archive import hide_annotation, read_archive
    from pipeline.clock import now as this_moment

    with read_archive(home) as db:
        note = hide_annotation(db, _owner(home, url), url, reason, this_moment())
    _keep(home, note)
    click.echo(f"{note.target_uri} is hidden")


@click.command()
@click.argument("url")
@pass_home
def unhide(home: Home, url: str) -> None:
    """Give a hidden article back, with all its revisions: it is read from the WARC files once more.

    Example: khobao unhide https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline.archive import read_archive, unhide_annotation
    from pipeline.clock import now as this_moment

    with read_archive(home) as db:
        note = unhide_annotation(db, _owner(home, url), url, this_moment())
    _keep(home, note)
    click.echo(f"{note.target_uri} is served again")


def _owner(home: Home, url: str) -> Site:
    """Return the site of an address: a watched one, or that of an import."""
    from urllib.parse import urlsplit

    from pipeline.config import Site
    from pipeline.hosts import bare_host

    host = bare_host(urlsplit(url).netloc)
    return next((site for site in home.sites() if site.owns(url)), Site(domain=host, name=host))


def _keep(home: Home, note: Annotation) -> None:
    import asyncio

    from crawlers.worker import annotate

    asyncio.run(annotate(home, note))
