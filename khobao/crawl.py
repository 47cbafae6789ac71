"""khobao crawl: one crawl of some sites, now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.report import CrawlReport
    from pipeline.config import Home


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE|URL]...")
@click.option("--again", is_flag=True, help="Look at stored articles as they stand now, instead of for new ones.")
@json_option
@pass_home
def crawl_command(home: Home, sites: Sequence[str], again: bool, print_json: bool) -> None:
    """Fetch what is new from some sites (domain, host:port or name) or all, now, and end.

    All their sources are polled. With --again each SITE's stored articles, or just the URLs, are looked at once more.
    Where `khobao run` is running, it does the work. Exit status 1: a whole site failed.

    \b
    Example: khobao crawl baonghean.vn
             khobao crawl --again https://baonghean.vn/mot-bai-bao-10300000.html
    """  # noqa: D301
    import asyncio

    from crawlers.worker import jobs_for, run_jobs
    from khobao.progress import crawls
    from pipeline.runtime import configure_logs

    configure_logs(level="warning")
    jobs = jobs_for(home, sites, revisit=again)
    with crawls() as show:
        reports = asyncio.run(run_jobs(home, jobs, show))
    failed = sum(report.failed for report in reports)
    if print_json:
        answer = {"sites": [report.as_json() for report in reports], "failed": failed}
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for report in reports:
            print_report(report)
    if failed:
        raise SystemExit(1)


def print_report(report: CrawlReport) -> None:
    """Print what became of one site's crawl on one line, its errors on stderr."""
    stored = ", ".join(f"{count} {kind}" for kind, count in report.stored.items() if count) or "nothing new"
    line = f"{report.site}: {'FAILED' if report.failed else stored}"
    if report.failures:
        line += " (not had: " + ", ".join(f"{count} {reason}" for reason, count in report.failures.items()) + ")"
    if report.left:
        line += f"; {report.left} wait for the next crawl"
    if report.errors:
        click.echo("\n".join(f"{report.site}: {error}" for error in report.errors), err=True)
    click.echo(line)
