"""khobao rebuild: archive.db from warc/ alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@json_option
@pass_home
def rebuild_command(home: Home, print_json: bool) -> None:
    """Make archive.db anew from warc/ alone. The old one is replaced only when the new one is whole.

    Example: khobao rebuild
    """
    from khobao.output import print_counts
    from khobao.progress import bar
    from pipeline.ingest import article_files, rebuild_archive

    if not article_files(home.warc):
        raise BadFile(home.warc, ["holds no WARC file to rebuild from"])
    with home.lock(), bar("warc/", sum(path.stat().st_size for path in article_files(home.warc))) as advance:
        counts = rebuild_archive(home, advance)
    print_counts({str(home.archive): dict(counts)}, as_json=print_json)
