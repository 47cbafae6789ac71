"""khobao verify: records, digests and rows held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@json_option
@pass_home
def verify_command(home: Home, print_json: bool) -> None:
    """Read every WARC record, check its digests, and hold the archive's rows against them. Changes nothing.

    Exit status 1: something is not as it has to be; stdout says what and where.

    Example: khobao verify
    """
    from khobao.output import print_report
    from khobao.progress import bar
    from pipeline.maintenance import verify

    home.require()
    with bar("warc/", sum(path.stat().st_size for path in home.warc.glob("*.warc*"))) as advance:
        report = verify(home.archive, home.warc, advance)
    print_report(report, str(home.folder), as_json=print_json)
