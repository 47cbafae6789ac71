"""khobao backup: a verified copy of the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home

SHORTEST_PASSWORD = 8


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@json_option
@pass_home
def backup_command(home: Home, dest: Path, print_json: bool) -> None:
    """Copy the archive to a folder, while a daemon runs, and verify the copy. A second time brings it up to date.

    The copy is a home: `khobao --home DEST serve` shows it. Exit status 1: the copy is not what it has to be.

    Example: khobao --home /srv/khobao backup /mnt/other/khobao
    """
    from khobao.output import print_report
    from khobao.progress import bar
    from pipeline.maintenance import backup, size_of

    home.require()
    with bar(str(dest), size_of(home)) as advance:
        report = backup(home, dest, advance)
    print_report(report, str(dest), as_json=print_json)
