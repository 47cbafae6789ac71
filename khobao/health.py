"""khobao health: how the sites do, and why."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.archive import HealthAssessment
    from pipeline.config import Home


@click.command()
@click.argument("site", required=False)
@json_option
@pass_home
def health_command(home: Home, site: str | None, print_json: bool) -> None:
    """Tell how the sites do: green, yellow or red, with the reason. Of one SITE also what its sources brought today.

    The daemon weighs each twice an hour, by what it has been doing for eight weeks. Exit status 1: one is red.

    Example: khobao health baonghean.vn
    """
    from pipeline.archive import assessments, read_archive
    from pipeline.clock import now

    with read_archive(home) as db:
        sites = assessments(db, _domain(home, site))
        today = _today(db, sites[0].domain) if site and sites else {}
    if print_json:
        answer = [assessment.as_json(now()) | ({"today": today} if site else {}) for assessment in sites]
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print(sites, today)
    sys.exit(any(assessment.colour == "red" for assessment in sites))


def _domain(home: Home, name: str | None) -> str | None:
    if name is None:
        return None
    from crawlers.worker import find_site

    return find_site(home.sites(), name).domain


def _today(db: Database, domain: str) -> dict[str, Any]:
    """What each source brought today and what is usual on this weekday, as JSON has it."""
    from pipeline.archive import ledger
    from pipeline.clock import VIETNAM, now

    day = now().astimezone(VIETNAM).date()
    lines = ledger.of_days(db, domain, day, day).get(day, {})
    return {
        source: {**line.as_json(), "usual": ledger.usual(db, domain, source, day)} for source, line in lines.items()
    }


def _print(sites: list[HealthAssessment], today: dict[str, Any]) -> None:
    from pipeline.clock import now
    from pipeline.health import reason_in_words
    from pipeline.locale import phrase

    if not sites:
        click.echo("no site was weighed yet: the daemon does that, once it has crawled", err=True)
    for assessment in sites:
        since = f"{assessment.since:%Y-%m-%d %H:%M}Z"
        old = "   (not looked at for hours: no daemon runs, or it is paused)" if assessment.is_old(now()) else ""
        click.echo(f"{click.style(assessment.colour, fg=assessment.colour):6}  {assessment.domain}  since {since}{old}")
        for reason in assessment.reasons:
            click.echo(f"        {reason_in_words(reason, 'en')}")
        if assessment.links and assessment.links.linked:
            click.echo(f"        {phrase('en', 'link_coverage', **assessment.links.as_json())}")
    for source, line in today.items():
        counts = ", ".join(f"{line[name]} {name}" for name in ("listed", "discovered", "fetched", "stored", "failed"))
        usual = line["usual"]
        click.echo(f"  {source or '?'}: {counts}" + (f" (usual: {usual['stored']} stored)" if usual else ""))
        for reason, count in line["failures"].items():
            click.echo(f"    {count} {reason}")
