"""khobao hide, khobao unhide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import pass_home

if TYPE_CHECKING:
    from pipeline.annotation import Annotation
    from pipeline.config import Home, Site


@click.command()
@click.argument("url")
@click.option("--reason", required=True, help="Why; it is kept with the article's address.")
@pass_home
def hide_command(home: Home, url: str, reason: str) -> None:
    """Serve, search and export an article no more. It stays in the WARC files; further captures of it are hidden too.

    Example: khobao hide https://baonghean.vn/mot-bai-bao-10300000.html --reason "a court order of 2026-11-20"
    """
    from pipeline.archive import hidden, read_archive
    from pipeline.clock import now

    with read_archive(home) as db:
        annotation = hidden.hide_annotation(db, _site_of(home, url), url, reason, now())
    _keep(home, annotation)
    click.echo(f"{annotation.target_uri} is hidden")


@click.command()
@click.argument("url")
@pass_home
def unhide_command(home: Home, url: str) -> None:
    """Give a hidden article back, with all its revisions: it is read from the WARC files once more.

    Example: khobao unhide https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline.archive import hidden, read_archive
    from pipeline.clock import now

    with read_archive(home) as db:
        annotation = hidden.unhide_annotation(db, _site_of(home, url), url, now())
    _keep(home, annotation)
    click.echo(f"{annotation.target_uri} is served again")


def _site_of(home: Home, url: str) -> Site:
    """The watched site that owns an address, or one by its host alone, as for imported articles."""
    from urllib.parse import urlsplit

    from pipeline.config import Site
    from pipeline.hosts import bare_host

    host = bare_host(urlsplit(url).netloc)
    return next((site for site in home.sites() if site.owns(url)), Site(domain=host, name=host))


def _keep(home: Home, annotation: Annotation) -> None:
    import asyncio

    from crawlers.worker import annotate

    asyncio.run(annotate(home, annotation))
