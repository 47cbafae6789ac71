"""Watch: run, serve, crawl, sites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from khobao.options import PORT, Delay, as_json, pass_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Home


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--no-serve", is_flag=True, help="Crawl only; no web page.")
@click.option("--log-json", is_flag=True, help="Log lines as JSON, for machines.")
@pass_home
def run(home: Home, port: int, host: str, no_serve: bool, log_json: bool) -> None:  # noqa: FBT001  click passes flags so
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


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@pass_home
def serve(home: Home, port: int, host: str) -> None:
    """Serve the archive in the browser, without crawling.

    Example: khobao serve --port 8080
    """
    home.require()
    from browse.serve import serve as serve_pages
    from pipeline.runtime import check_free

    check_free(host, port)
    click.echo(f"http://{host}:{port}/", err=True)
    serve_pages(home.folder, host, port)


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE|URL]...")
@click.option("--again", is_flag=True, help="Look at stored articles as they stand now, instead of for new ones.")
@as_json
@pass_home
def crawl(home: Home, sites: Sequence[str], again: bool, as_json: bool) -> None:  # noqa: FBT001
    """Fetch what is new from some sites (domain, host:port or name) or all, now, and end.

    All their sources are polled. With --again each SITE's stored articles, or just the URLs, are looked at once more.
    Where `khobao run` is running, it does the work. Exit status 1: a whole site failed.

    \b
    Example: khobao crawl baonghean.vn
             khobao crawl --again https://baonghean.vn/mot-bai-bao-10300000.html
    """  # noqa: D301
    import asyncio

    from crawlers.worker import errands_for, run_errand
    from khobao.progress import crawls
    from pipeline.runtime import configure_logs

    configure_logs(level="warning")
    errands = errands_for(home, sites, again=again)
    with crawls() as show:
        tallies = asyncio.run(run_errand(home, errands, show))
    if as_json:
        click.echo(json.dumps({"sites": tallies, "failed": sum(t["failed"] for t in tallies)}, ensure_ascii=False))
    else:
        for tally in tallies:
            click.echo(_say_tally(tally))
    if any(tally["failed"] for tally in tallies):
        raise SystemExit(1)


def _say_tally(tally: dict[str, Any]) -> str:
    stored = ", ".join(f"{count} {kind}" for kind, count in tally["stored"].items() if count) or "nothing new"
    line = f"{tally['site']}: {'FAILED' if tally['failed'] else stored}"
    if tally["failures"]:
        line += " (not had: " + ", ".join(f"{count} {why}" for why, count in tally["failures"].items()) + ")"
    if tally["left"]:
        line += f"; {tally['left']} wait for the next crawl"
    if tally["errors"]:
        click.echo("\n".join(f"{tally['site']}: {error}" for error in tally["errors"]), err=True)
    return line


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def sites(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001
    """List the watched sites and how they stand; add one; check their sources.

    Example: khobao sites
    """
    if ctx.invoked_subcommand:
        return
    from crawlers.setup import site_states

    home: Home = ctx.obj
    states = site_states(home)
    if states and as_json:
        click.echo(json.dumps(states, ensure_ascii=False))
        return
    if not states:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    for state in states:
        click.echo(
            f"{state['domain']:<28} {state['articles']:>8,} articles  {state['waiting']:>6,} waiting  {state['state']}"
        )


@sites.command("add")
@click.argument("address", metavar="URL-or-DOMAIN")
@click.option("--delay", type=Delay(), help="Seconds between two requests; 0 for a machine of your own.")
@click.option("--allow-private", is_flag=True, help="Let this site be on a loopback or private address.")
@click.option("--force", is_flag=True, help="Write the file anew where there is one.")
@pass_home
def add_site(home: Home, address: str, delay: float | None, allow_private: bool, force: bool) -> None:  # noqa: FBT001
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


@sites.command("check")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@as_json
@pass_home
def check_sites(home: Home, names: Sequence[str], as_json: bool) -> None:  # noqa: FBT001
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
            if not as_json:
                found = f"{result['articles']} articles" if result["ok"] else f"FAILED: {result['error']}"
                click.echo(f"{site.domain}  {result['kind']:<8} {result['url']}  {found}")
    if as_json:
        click.echo(json.dumps(checks, ensure_ascii=False))
    if not all(result["ok"] for result in checks):
        raise SystemExit(1)
