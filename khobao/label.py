"""khobao label: the first draft of a labelled page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from khobao.options import WebAddress, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("page", metavar="FILE-or-URL")
@click.option("--url", type=WebAddress(), help="Where a file's page was.")
@click.option(
    "--output",
    default="cases",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of cases; this one gets a folder of its own in it.",
)
@click.option("--force", is_flag=True, help="Write a case anew where there is one.")
@pass_home
def label_command(home: Home, page: str, url: str | None, output: Path, force: bool) -> None:
    """Write a first draft of a labelled page, for you to correct and `khobao benchmark` to check.

    Example: khobao label https://baonghean.vn/mot-bai-bao-10300000.html --output my-pages
    """
    from khobao.page import read_page, rules_for_page
    from pipeline.article import Article
    from pipeline.clock import now
    from pipeline.errors import Unreadable
    from pipeline.extraction import Case, case_name, draft_labels, extract, write_case

    source = read_page(home, page, url)
    if url is None and source.url.startswith("file:"):
        raise click.UsageError(f"--url is wanted: where was {page}?")
    try:
        rules = rules_for_page(home, source.url)
        extraction = extract(source.body, source.url, content_type=source.content_type, rules=rules)
        labels = draft_labels(extraction.article)
    except Unreadable as error:
        click.echo(f"Nothing could be read, so the draft is empty: {error}", err=True)
        labels = draft_labels(Article(source.url, None))
    folder = output / case_name(source.url)
    captured = now() if re.match(r"https?://", page) else None
    case = Case(folder.name, source.url, source.body, labels, source.content_type, captured)
    write_case(folder, case, force=force)
    click.echo(folder)
