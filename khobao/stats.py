"""khobao stats: how much is held, and how fast it grows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@json_option
@pass_home
def stats_command(home: Home, print_json: bool) -> None:
    """Say how much is held, how fast it grows, and how long the disk will last.

    Example: khobao stats
    """
    from pipeline.archive import read_archive
    from pipeline.maintenance import stats

    with read_archive(home) as db:
        numbers = attrs.asdict(stats(db, home))
    if print_json:
        click.echo(json.dumps(numbers))
        return
    for name, number in numbers.items():
        size = f" ({number / 2**20:,.1f} MB)" if name.endswith(("bytes", "bytes_a_day")) and number else ""
        click.echo(f"{name.replace('_', ' '):<18} {'unknown' if number is None else f'{number:,}'}{size}")
