"""khobao explain: why an article is as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("what", metavar="URL-or-ID")
@json_option
@pass_home
def explain_command(home: Home, what: str, print_json: bool) -> None:
    """Say why an article stands as it does: who named it, where each field was read, what was left out, how well.

    Example: khobao explain https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline.archive import read_archive
    from pipeline.queries import explain

    with read_archive(home) as db:
        explanation = explain(db, what)
    if print_json:
        click.echo(json.dumps(explanation.as_json(), ensure_ascii=False))
    else:
        click.echo("\n".join(explanation.as_lines()))
