"""khobao import: WARC files of any tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Home


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@pass_home
def import_command(home: Home, files: Sequence[Path], print_json: bool) -> None:
    """Take WARC files of any tool into the archive. Each is copied to warc/; a file taken in before changes nothing.

    Example: khobao import colleague.warc.gz CC-NEWS-*.warc.gz
    """
    from khobao.output import print_counts
    from khobao.progress import bar
    from pipeline.ingest import import_file, open_intake
    from pipeline.warc import check_warc

    for file in files:
        check_warc(file)
    home.folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = {}
    with home.lock(), open_intake(home) as intake:
        for file in files:
            with bar(file.name, file.stat().st_size) as advance:
                counts[str(file)] = dict(import_file(intake, file, advance))
    print_counts(counts, as_json=print_json)
