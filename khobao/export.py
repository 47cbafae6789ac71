"""khobao export: every article as data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from khobao.options import pass_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.config import Home


@click.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Default: stdout.")
@pass_home
def export_command(home: Home, form: str, output: Path | None) -> None:
    """Write every article as data, one record each (docs/data.md has the fields).

    Parquet goes into a file, and needs pyarrow: pip install "khobao[parquet]".

    Example: khobao export --format csv --output bao.csv
    """
    from khobao.progress import bar
    from pipeline.archive import read_archive
    from pipeline.files import replacing
    from pipeline.maintenance import count_articles, records, write_csv, write_jsonl, write_parquet

    if form == "parquet" and output is None:
        raise click.UsageError("--output is wanted: Parquet goes into a file.")
    write: Callable[..., None] = {"jsonl": write_jsonl, "csv": write_csv}.get(form, write_parquet)
    with read_archive(home) as db, bar("articles", count_articles(db)) as advance:
        rows = _counted(records(db), advance)
        if output is None:
            write(rows, sys.stdout)
            return
        with replacing(output, fsync=False) as partial:
            if form == "parquet":
                write(rows, partial)
            else:
                with partial.open("w", encoding="utf-8", newline="") as file:
                    write(rows, file)


def _counted(rows: Iterator[Any], advance: Callable[[int], None]) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        advance(number)
        yield row
