"""The command `khobao`: watch, crawl, search, export. What each command does stands in commands/."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from commands import control, finding, health, keeping, reading, safety, watches, watching
from commands.terms import Commands
from pipeline.config.home import Home


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--home",
    envvar="KHOBAO_HOME",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds the archive (default: KHOBAO_HOME, or this folder).",
)
@click.version_option(package_name="khobao", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, home: Path) -> None:
    """Kho Báo keeps what Vietnamese portals and newspapers publish, and lets you find it again.

    \b
    Begin:    khobao sites add baonghean.vn
              khobao run                      then open http://127.0.0.1:8001
    """  # noqa: D301  \b is click's mark for a block that is not rewrapped
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal says: the data are Vietnamese
    ctx.obj = Home(home.absolute())


for command in (
    *(watching.run, watching.serve, watching.crawl, watching.sites),
    *(finding.search, keeping.export, keeping.events, keeping.stats),
    *(keeping.import_files, keeping.retry, keeping.rebuild),
    *(control.pause, control.resume, control.now, control.hide, control.unhide),
    *(safety.backup, safety.verify, safety.password, health.health),
    watches.watch,
    *(reading.extract, reading.explain, reading.profile, reading.label, reading.benchmark),
):
    main.add_command(command)

if __name__ == "__main__":
    main()
