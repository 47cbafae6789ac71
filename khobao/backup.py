"""Keep safe: backup, verify, a password."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from khobao.options import as_json, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home
    from pipeline.maintenance import Report

SHORTEST_PASSWORD = 8


@click.command()
@click.argument("dest", type=click.Path(path_type=Path))
@as_json
@pass_home
def backup(home: Home, dest: Path, as_json: bool) -> None:  # noqa: FBT001
    """Copy the archive to a folder, while a daemon runs, and verify the copy. A second time brings it up to date.

    The copy is a home: `khobao --home DEST serve` shows it. Exit status 1: the copy is not what it has to be.

    Example: khobao --home /srv/khobao backup /mnt/other/khobao
    """
    from khobao.progress import bar
    from pipeline.maintenance import backup as make_backup
    from pipeline.maintenance import size_of

    home.require()
    with bar(str(dest), size_of(home)) as advance:
        report = make_backup(home, dest, advance)
    _say(report, str(dest), as_json=as_json)


@click.command()
@as_json
@pass_home
def verify(home: Home, as_json: bool) -> None:  # noqa: FBT001
    """Read every WARC record, check its digests, and hold the archive's rows against them. Changes nothing.

    Exit status 1: something is not as it has to be; stdout says what and where.

    Example: khobao verify
    """
    from khobao.progress import bar
    from pipeline.maintenance import verify as check

    home.require()
    with bar("warc/", sum(path.stat().st_size for path in home.warc.glob("*.warc*"))) as advance:
        report = check(home.archive, home.warc, advance)
    _say(report, str(home.folder), as_json=as_json)


@click.command()
@pass_home
def password(home: Home) -> None:
    """Make the line for khobao.toml that lets nobody read the pages without a password.

    Asks for it twice and shows it nowhere; a script writes it to stdin. Readers type it with any name, or none.

    \b
    Example: khobao password >> khobao.toml        then start khobao anew
    """  # noqa: D301
    from browse.security import hash_of

    if sys.stdin.isatty():
        chosen = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        chosen = sys.stdin.buffer.readline().decode(errors="replace").rstrip("\r\n")
    if "\ufffd" in chosen:
        raise click.ClickException("That is not UTF-8.")
    if len(chosen) < SHORTEST_PASSWORD:
        raise click.ClickException(f"That is short: {SHORTEST_PASSWORD} letters at least.")
    click.echo(f'password_hash = "{hash_of(chosen)}"')
    said = " in the place of the one that stands there" if home.settings().password_hash else ""
    click.echo(f"It belongs into {home.folder / 'khobao.toml'}{said}.", err=True)


def _say(report: Report, where: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for fault in report.faults:
            click.echo(str(fault))
        verdict = f"{len(report.faults)} faults" if report.faults else "all is well"
        click.echo(f"{where}: {report.files} files, {report.records} records, {report.captures} captures: {verdict}")
    if report.faults:
        raise SystemExit(1)
