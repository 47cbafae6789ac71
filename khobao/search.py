"""khobao search: articles by words, site, place and day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from khobao.options import ProvinceName, day_option, json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home
    from pipeline.search import SortOrder


@click.command()
@click.argument("query", required=False)
@click.option("--site", help="Only this site (its domain).")
@click.option(
    "--province", type=ProvinceName(), help="Only sites of it then: before-06 of the 63 provinces, since-19 of the 34."
)
@click.option("--section", help="Only this section, as the site writes it.")
@click.option("--agency", help="Only copy of this agency: TTXVN, VOV.")
@day_option("--since", "Published on this day or later.")
@day_option("--until", "Published on this day or earlier.")
@click.option(
    "--availability",
    type=click.Choice(["online", "gone", "moved", "returned"]),
    help="Only articles that stand so today.",
)
@click.option("--edited", is_flag=True, help="Only articles whose publisher changed the text.")
@click.option("--order", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1))
@json_option
@pass_home
def search_command(
    home: Home, /, query: str | None, order: SortOrder, limit: int, print_json: bool, **narrowing: Any
) -> None:
    """Search the archive, with accents or without. "a phrase", -without, one OR other, pref*.

    \b
    Example: khobao search "nong thon moi" --site baonghean.vn --since 2026-01-01
             khobao search "nong thon moi" --province since-40 --order newest
             khobao search --edited --site baonghean.vn      all there are, the newest first
             khobao search --json -- "-"
    """  # noqa: D301
    from pipeline.archive import read_archive
    from pipeline.search import EVERYTHING, Filters, as_json, search, suggest, without_marks

    narrowed = Filters(**narrowing)
    if query is None and narrowed == EVERYTHING:
        raise click.UsageError("Say what to search for, or narrow by an option: khobao search --edited.")
    with read_archive(home) as db:
        hits = search(db, query or "", narrowed, order=order, limit=limit)
        suggestion = suggest(db, query, narrowed) if query and not hits else None
    if print_json:
        click.echo(json.dumps([as_json(hit) for hit in hits], ensure_ascii=False))
        return
    for hit in hits:
        click.echo(
            f"{hit.published_at or hit.shown_at}  {hit.site}  {hit.title}\n"
            f"    {' '.join(without_marks(hit.snippet).split())}\n    {hit.url}"
        )
    if not hits:
        click.echo("Nothing found." + (f" Did you mean: {suggestion}" if suggestion else ""), err=True)
