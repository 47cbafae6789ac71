"""khobao extract: the article of one page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from khobao.options import WebAddress, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("page", metavar="FILE-or-URL")
@click.option("--url", type=WebAddress(), help="Where a file's page was; its links are read from there.")
@pass_home
def extract_command(home: Home, page: str, url: str | None) -> None:
    """Print the article of one page as a JSON object. Nothing is archived.

    A watched site's page is read by the rules of its file and the profile that the archive has learned.

    Example: khobao extract page.html --url https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from khobao.page import read_page, rules_for_page
    from pipeline.extraction import extract

    source = read_page(home, page, url)
    rules = rules_for_page(home, source.url)
    article = extract(source.body, source.url, content_type=source.content_type, rules=rules).article
    click.echo(json.dumps(article.as_json(), ensure_ascii=False))
