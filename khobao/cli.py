"""The command `khobao`: watch, crawl, search, export."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from khobao.backup import backup_command
from khobao.benchmark import benchmark_command
from khobao.crawl import crawl_command
from khobao.events import events_command
from khobao.explain import explain_command
from khobao.export import export_command
from khobao.extract import extract_command
from khobao.health import health_command
from khobao.hide import hide_command, unhide_command
from khobao.import_warc import import_command
from khobao.label import label_command
from khobao.now import now_command
from khobao.options import Commands
from khobao.password import password_command
from khobao.pause import pause_command, resume_command
from khobao.profile import profile_command
from khobao.rebuild import rebuild_command
from khobao.retry import retry_command
from khobao.run import run_command
from khobao.search import search_command
from khobao.serve import serve_command
from khobao.sites import sites_group
from khobao.stats import stats_command
from khobao.verify import verify_command
from khobao.watch import watch_group
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


COMMANDS = (
    run_command,
    serve_command,
    crawl_command,
    sites_group,
    search_command,
    export_command,
    events_command,
    stats_command,
    import_command,
    retry_command,
    rebuild_command,
    pause_command,
    resume_command,
    now_command,
    hide_command,
    unhide_command,
    backup_command,
    verify_command,
    password_command,
    health_command,
    watch_group,
    extract_command,
    explain_command,
    profile_command,
    label_command,
    benchmark_command,
)
for command in COMMANDS:
    main.add_command(command)
