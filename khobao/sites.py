"""khobao sites: the watched sites, listed; one added; their sources checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from khobao.options import Delay, json_option, pass_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Home


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def sites_group(ctx: click.Context, print_json: bool) -> None:
    """List the watched sites and how they stand; add one; check their sources.

    Example: khobao sites
    """
    if ctx.invoked_subcommand:
        return
    from crawlers.setup import site_states

    home: Home = ctx.obj
    states = site_states(home)
    if states and print_json:
        click.echo(json.dumps(states, ensure_ascii=False))
        return
    if not states:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    for state in states:
        click.echo(
            f"{state['domain']:<28} {state['articles']:>8,} articles  {state['waiting']:>6,} waiting  {state['state']}"
        )


@sites_group.command("add")
@click.argument("address", metavar="URL-or-DOMAIN")
@click.option("--delay", type=Delay(), help="Seconds between two requests; 0 for a machine of your own.")
@click.option("--allow-private", is_flag=True, help="Let this site be on a loopback or private address.")
@click.option("--force", is_flag=True, help="Write the file anew where there is one.")
@pass_home
def add_site(home: Home, address: str, delay: float | None, allow_private: bool, force: bool) -> None:
    """Watch a site: take its shipped recipe, or look at the site and write its file.

    The site's robots.txt, feeds, sitemaps, home page and sections are looked at, slowly. Edit the file as you like.

    \b
    Example: khobao sites add baonghean.vn
             khobao sites add http://127.0.0.1:9101 --allow-private --delay 0
    """  # noqa: D301
    from rich.markup import escape

    from crawlers.setup import add
    from khobao.progress import console

    with console().status(escape(f"looking at {address} ...")) as status:
        path, notes = add(
            home,
            address,
            delay=delay,
            allow_private=allow_private,
            force=force,
            say=lambda text: status.update(escape(text)),
        )
    for note in notes:
        click.echo(note, err=True)
    click.echo(path)


@sites_group.command("check")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@json_option
@pass_home
def check_sites(home: Home, names: Sequence[str], print_json: bool) -> None:
    """Try each source and say what it names; archive nothing. Exit status 1: a source failed.

    Example: khobao sites check baonghean.vn
    """
    from crawlers.setup import check
    from crawlers.worker import find_site

    watched = home.sites()
    if not watched:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    chosen = [find_site(watched, name) for name in names] or watched
    checks: list[dict[str, Any]] = []
    for site in chosen:
        for result in check(site, home.settings()):
            checks.append(result)
            if not print_json:
                found = f"{result['articles']} articles" if result["ok"] else f"FAILED: {result['error']}"
                click.echo(f"{site.domain}  {result['kind']:<8} {result['url']}  {found}")
    if print_json:
        click.echo(json.dumps(checks, ensure_ascii=False))
    if not all(result["ok"] for result in checks):
        raise SystemExit(1)
