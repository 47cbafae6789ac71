"""What more than one command prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.maintenance import VerifyReport


def print_counts(counts: dict[str, dict[str, int]], *, as_json: bool) -> None:
    """Print what became of captures, by file or act: kind -> how many."""
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    for name, kinds in counts.items():
        click.echo(f"{name}: " + (", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "nothing new"))


def print_report(report: VerifyReport, where: str, *, as_json: bool) -> None:
    """Print the faults of an archive and the numbers of what was read. Exits with 1 where there are faults."""
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for fault in report.faults:
            click.echo(str(fault))
        verdict = f"{len(report.faults)} faults" if report.faults else "all is well"
        click.echo(f"{where}: {report.files} files, {report.records} records, {report.captures} captures: {verdict}")
    if report.faults:
        raise SystemExit(1)
