"""Progress on a terminal: to stderr, and nothing at all where stderr is a file or a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


def console() -> Console:
    """Return the terminal that stderr is."""
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
def crawls() -> Iterator[Callable[[dict[str, Any]], None]]:
    """Show a line for each site that is being crawled; yields what to call with a tally."""
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
        tasks: dict[str, Any] = {}

        def show(tally: dict[str, Any]) -> None:
            site, stored = tally["site"], sum(tally["stored"].values())
            if site not in tasks:
                tasks[site] = progress.add_task(site, facts="")
            facts = f"{tally['listed']} listed, {tally['discovered']} new, {stored} archived"
            progress.update(tasks[site], facts=facts)

        yield show
