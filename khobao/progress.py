"""Progress on a terminal: to stderr, and nothing at all where stderr is a file or a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.progress import TaskID

    from crawlers.report import CrawlReport


def console() -> Console:
    """The terminal that stderr is; made when it is needed, as rich is slow to load."""
    from rich.console import Console

    return Console(stderr=True)


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar; yields what to call with the number reached of `total`."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress

    with Progress(console=console(), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda reached: progress.update(task, completed=reached)


@contextmanager
def crawls() -> Iterator[Callable[[CrawlReport], None]]:
    """Show a line for each site that is being crawled; yields what to call with a report of its progress."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[facts]}", markup=False),
    )
    with Progress(*columns, console=console(), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def show(report: CrawlReport) -> None:
            if report.site not in tasks:
                tasks[report.site] = progress.add_task(report.site, facts="")
            facts = f"{report.listed} listed, {report.discovered} new, {report.stored.total()} archived"
            progress.update(tasks[report.site], facts=facts)

        yield show
