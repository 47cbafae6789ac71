"""khobao crawl: one crawl of some sites, now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Home


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE|URL]...")
@click.option("--again", is_flag=True, help="Look at stored articles as they stand now, instead of for new ones.")
@json_option
@pass_home
def crawl_command(home: Home, sites: Sequence[str], again: bool, print_json: bool) -> None:
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
    if print_json:
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
