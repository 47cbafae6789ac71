"""khobao retry: pages that were set aside, once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("name", required=False, metavar="[SITE|URL]")
@json_option
@pass_home
def retry_command(home: Home, name: str | None, print_json: bool) -> None:
    """Read pages once more that were set aside: on which reading failed, hung, or ended its process three times.

    As after an upgrade. All of them, or a site's, or the one at an address. Stop the daemon before.

    Example: khobao retry baonghean.vn
    """
    from khobao.output import print_counts
    from khobao.progress import bar
    from pipeline.ingest import failed_captures, open_intake, retry_captures

    home.require()
    with home.lock(), open_intake(home) as intake:
        captures = failed_captures(intake.archive.db, name)
        with bar("pages", len(captures)) as advance:
            counts = retry_captures(intake, captures, advance)
    print_counts({"tried again": dict(counts)}, as_json=print_json)
