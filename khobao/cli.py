"""The command `khobao`: watch, crawl, search, export. One module a command."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from khobao import backup, export, extract, health, now, search, sites, watch
from khobao.options import Commands
from pipeline.config import Home


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
    *(sites.run, sites.serve, sites.crawl, sites.sites),
    *(search.search, export.export, export.events, export.stats),
    *(export.import_files, export.retry, export.rebuild),
    *(now.pause, now.resume, now.now, now.hide, now.unhide),
    *(backup.backup, backup.verify, backup.password, health.health),
    watch.watch,
    *(extract.extract, extract.explain, extract.profile, extract.label, extract.benchmark),
):
    main.add_command(command)
