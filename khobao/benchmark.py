"""khobao benchmark: how well labelled pages are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from khobao.options import json_option, pass_home

if TYPE_CHECKING:
    from pipeline.config import Home


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Say what was wanted and what came out where they differ.")
@json_option
@pass_home
def benchmark_command(home: Home, folder: Path, verbose: bool, print_json: bool) -> None:
    """Read labelled pages and say how well: a row a page, and the means. Exit status 1: something is not as labelled.

    Example: khobao benchmark my-pages --verbose
    """
    from khobao.page import rules_for_page
    from pipeline.extraction import benchmark_json, benchmark_table, complaints, read_cases, run_benchmark

    results = list(run_benchmark(read_cases(folder), lambda case: rules_for_page(home, case.url, case.captured_at)))
    if print_json:
        click.echo(json.dumps(benchmark_json(results), ensure_ascii=False))
    else:
        click.echo("\n".join(benchmark_table(results)))
    for line in complaints(results, verbose=verbose):
        click.echo(line, err=True)
    if any(result.differences or result.error for result in results):
        raise SystemExit(1)
