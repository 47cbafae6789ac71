"""khobao profile: what a site's pages have taught."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("site", metavar="SITE")
@click.option("--version", "number", type=click.IntRange(1), help="An older version.")
@click.option("--toml", "as_toml", is_flag=True, help="Print it as rules for the site's file, to correct it there.")
@json_option
@pass_home
def profile_command(home: Home, site: str, number: int | None, as_toml: bool, print_json: bool) -> None:
    """Show what a site has taught: where its articles stand in its pages, and which lines are taken for its own.

    \b
    Example: khobao profile baonghean.vn
    A line that belongs to the articles after all: keep = ["..."] in sites/SITE.toml.
    """  # noqa: D301
    from pipeline.archive import read_archive
    from pipeline.config import Site
    from pipeline.queries import profile_report

    watched = next((candidate for candidate in home.sites() if site in {candidate.domain, candidate.name}), None)
    with read_archive(home) as db:
        report = profile_report(db, watched or Site(domain=site, name=site), number)
    if print_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(report.as_toml() if as_toml else report.as_lines()))
