"""khobao events: what happened, for scripts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.option("--follow", is_flag=True, help="Go on waiting for new ones.")
@click.option("--since", default=0, metavar="ID", type=click.IntRange(0), help="Only events after this number.")
@json_option
@pass_home
def events_command(home: Home, follow: bool, since: int, print_json: bool) -> None:
    """Print what happened, oldest first: a line an event.

    At least once: a script that starts again with --since the last id it dealt with misses none.

    Example: khobao events --follow --since 120 --json | my-script
    """
    from pipeline.archive import outbox, read_archive
    from pipeline.clock import to_stamp

    with read_archive(home) as db:
        for numbered in outbox.read(db, since, follow=follow):
            event = numbered.event
            if print_json:
                click.echo(json.dumps(numbered.as_json(), ensure_ascii=False))
            else:
                summary = getattr(event, "title", None) or "; ".join(getattr(event, "errors", ()))
                click.echo(f"{numbered.id:>6} {to_stamp(event.at)} {event.kind:<16} {event.site}  {summary}")
            sys.stdout.flush()
