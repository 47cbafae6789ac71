"""Keep: import, retry, rebuild, events, export, stats."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from khobao.options import as_json, pass_home
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.config import Home


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@pass_home
def import_files(home: Home, files: Sequence[Path], as_json: bool) -> None:  # noqa: FBT001
    """Take WARC files of any tool into the archive. Each is copied to warc/; a file taken in before changes nothing.

    Example: khobao import colleague.warc.gz CC-NEWS-*.warc.gz
    """
    from khobao.progress import bar
    from pipeline.ingest import import_file, open_intake
    from pipeline.warc import check_warc

    for file in files:
        check_warc(file)
    home.folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = {}
    with home.lock(), open_intake(home) as intake:
        for file in files:
            with bar(file.name, file.stat().st_size) as advance:
                counts[str(file)] = dict(import_file(intake, file, advance))
    _say_counts(counts, as_json=as_json)


@click.command()
@click.argument("name", required=False, metavar="[SITE|URL]")
@as_json
@pass_home
def retry(home: Home, name: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Read pages once more that were set aside: on which reading failed, hung, or ended its process three times.

    As after an upgrade. All of them, or a site's, or the one at an address. Stop the daemon before.

    Example: khobao retry baonghean.vn
    """
    from khobao.progress import bar
    from pipeline.ingest import open_intake, set_aside
    from pipeline.ingest import retry as retry_captures

    home.require()
    with home.lock(), open_intake(home) as intake:
        captures = set_aside(intake.archive.db, name)
        with bar("pages", len(captures)) as advance:
            counts = retry_captures(intake, captures, advance)
    _say_counts({"tried again": dict(counts)}, as_json=as_json)


@click.command()
@as_json
@pass_home
def rebuild(home: Home, as_json: bool) -> None:  # noqa: FBT001
    """Make archive.db anew from warc/ alone. The old one is replaced only when the new one is whole.

    Example: khobao rebuild
    """
    from khobao.progress import bar
    from pipeline.ingest import article_files
    from pipeline.ingest import rebuild as rebuild_archive

    if not article_files(home.warc):
        raise BadFile(home.warc, ["holds no WARC file to rebuild from"])
    with home.lock(), bar("warc/", sum(path.stat().st_size for path in article_files(home.warc))) as advance:
        counts = rebuild_archive(home, advance)
    _say_counts({str(home.archive): dict(counts)}, as_json=as_json)


def _say_counts(counts: dict[str, dict[str, int]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    for name, kinds in counts.items():
        click.echo(f"{name}: " + (", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "nothing new"))


@click.command()
@click.option("--follow", is_flag=True, help="Go on waiting for new ones.")
@click.option("--since", default=0, metavar="ID", type=click.IntRange(0), help="Only events after this number.")
@as_json
@pass_home
def events(home: Home, follow: bool, since: int, as_json: bool) -> None:  # noqa: FBT001
    """Print what happened, oldest first: a line an event.

    At least once: a script that starts again with --since the last id it dealt with misses none.

    Example: khobao events --follow --since 120 --json | my-script
    """
    from pipeline.archive import outbox, read_archive
    from pipeline.clock import to_stamp

    with read_archive(home) as db:
        for numbered in outbox.read(db, since, follow=follow):
            event = numbered.event
            if as_json:
                click.echo(json.dumps(numbered.as_json(), ensure_ascii=False))
            else:
                summary = getattr(event, "title", None) or "; ".join(getattr(event, "errors", ()))
                click.echo(f"{numbered.id:>6} {to_stamp(event.at)} {event.kind:<16} {event.site}  {summary}")
            sys.stdout.flush()


@click.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Default: stdout.")
@pass_home
def export(home: Home, form: str, output: Path | None) -> None:
    """Write every article as data, one record each (docs/data.md has the fields).

    Parquet goes into a file, and needs pyarrow: pip install "khobao[parquet]".

    Example: khobao export --format csv --output bao.csv
    """
    from khobao.progress import bar
    from pipeline.archive import read_archive
    from pipeline.files import replacing
    from pipeline.maintenance import export as exporting
    from pipeline.maintenance import write_parquet

    if form == "parquet" and output is None:
        raise click.UsageError("--output is wanted: Parquet goes into a file.")
    write: Callable[..., None] = {"jsonl": exporting.write_jsonl, "csv": exporting.write_csv}.get(form, write_parquet)
    with read_archive(home) as db:
        total = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        with bar("articles", total) as advance:
            rows = _counted(exporting.records(db), advance)
            if output is None:
                write(rows, sys.stdout)
            else:
                with replacing(output, fsync=False) as partial:
                    if form == "parquet":
                        write(rows, partial)
                    else:
                        with partial.open("w", encoding="utf-8", newline="") as file:
                            write(rows, file)


@click.command()
@as_json
@pass_home
def stats(home: Home, as_json: bool) -> None:  # noqa: FBT001
    """Say how much is held, how fast it grows, and how long the disk will last.

    Example: khobao stats
    """
    from pipeline.archive import read_archive
    from pipeline.maintenance import stats as count

    with read_archive(home) as db:
        numbers = count(db, home)
    if as_json:
        click.echo(json.dumps(numbers))
        return
    for name, number in numbers.items():
        size = f" ({number / 2**20:,.1f} MB)" if name.endswith(("bytes", "bytes_a_day")) and number else ""
        click.echo(f"{name.replace('_', ' '):<18} {'unknown' if number is None else f'{number:,}'}{size}")


def _counted(rows: Iterator[Any], advance: Callable[[int], None]) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        advance(number)
        yield row
