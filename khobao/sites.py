"""khobao sites: the watched sites, listed; one added; their sources checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from khobao.options import Delay, json_option, pass_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawlers.setup import SourceCheck
    from pipeline.config import Home, Site


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def sites_group(ctx: click.Context, print_json: bool) -> None:
    """List the watched sites and how they stand; add one; check their sources.

    Example: khobao sites
    """
    if ctx.invoked_subcommand:
        return
    from crawlers.setup import site_statuses

    home: Home = ctx.obj
    statuses = site_statuses(home)
    if statuses and print_json:
        click.echo(json.dumps([status.as_json() for status in statuses], ensure_ascii=False))
        return
    if not statuses:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    for status in statuses:
        click.echo(f"{status.domain:<28} {status.articles:>8,} articles  {status.waiting:>6,} waiting  {status.state}")
        for url in status.found:
            click.echo(f"  watched too, found by a crawl: {url}")


@sites_group.command("add")
@click.argument("address", metavar="URL-or-DOMAIN")
@click.option("--delay", type=Delay(), help="Seconds between two requests; 0 for a machine of your own.")
@click.option("--allow-private", is_flag=True, help="Let this site be on a loopback or private address.")
@click.option(
    "--requests",
    "max_requests",
    type=click.IntRange(min=10),
    default=100,
    show_default=True,
    help="Pages of the site to look at, at most.",
)
@click.option("--force", is_flag=True, help="Write the file anew where there is one.")
@pass_home
def add_command(
    home: Home, address: str, delay: float | None, allow_private: bool, max_requests: int, force: bool
) -> None:
    """Watch a site: take its shipped recipe, or look at the site and write its file.

    The site's robots.txt, feeds, sitemaps, home page and sections are looked at, slowly. Edit the file as you like. A
    site below a path of its host (http://host/truong-x/) is looked at below that path.

    \b
    Example: khobao sites add baonghean.vn
             khobao sites add http://127.0.0.1:9101 --allow-private --delay 0
    """  # noqa: D301
    from rich.markup import escape

    from crawlers.setup import add_site
    from khobao.progress import console
    from pipeline.config import Politeness

    with console().status(escape(f"looking at {address} ...")) as status:
        added = add_site(
            home,
            address,
            Politeness(delay, allow_private),
            max_requests=max_requests,
            force=force,
            say=lambda text: status.update(escape(text)),
        )
    for note in added.notes:
        click.echo(note, err=True)
    click.echo(added.path)


@sites_group.command("check")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@json_option
@pass_home
def check_command(home: Home, names: Sequence[str], print_json: bool) -> None:
    """Try each source and say what it names; archive nothing. Exit status 1: a source failed.

    Example: khobao sites check baonghean.vn
    """
    from crawlers.worker import find_site

    watched = home.sites()
    if not watched:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    chosen = [find_site(watched, name) for name in names] or watched
    checks = [check for site in chosen for check in _checks(home, site, say=not print_json)]
    if print_json:
        click.echo(json.dumps([check.as_json() for check in checks], ensure_ascii=False))
    if not all(check.ok for check in checks):
        raise SystemExit(1)


def _checks(home: Home, site: Site, *, say: bool) -> Iterator[SourceCheck]:
    """Try the sources of a site, those that crawls found among them; say what each is where asked to."""
    from crawlers.frontier import read_found_sources
    from crawlers.setup import check_sources

    sections = read_found_sources(home.frontier).get(site.domain, ()) if site.discover else ()
    for check in check_sources(site, home.settings(), sections):
        yield check
        if say:
            outcome = f"{check.articles} articles" if check.ok else f"FAILED: {check.error}"
            click.echo(f"{site.domain}  {check.kind:<8} {check.url}  {outcome}")
            if check.note:
                click.echo(f"  {check.note}")
    if say:
        _print_coverage(home, site.domain)


def _print_coverage(home: Home, domain: str) -> None:
    """Say how much is had of what a site's pages link to, once that was counted."""
    from pipeline.archive import link_coverage, read_archive
    from pipeline.errors import KhobaoError
    from pipeline.locale import phrase

    try:
        with read_archive(home) as db:
            links = link_coverage.of_site(db, domain)
    except KhobaoError:  # there is no archive yet
        return
    if links and links.linked:
        click.echo(f"{domain}  {phrase('en', 'link_coverage', **links.as_json())}")
