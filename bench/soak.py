"""A soak: seven days of thirty sites, an hour in four seconds, with trouble in every fourth hour. Some twelve minutes.

`python -m bench.soak [--days 7] [--presses 6] [--seconds 4] [--seed 1]`. The daemon is the real one, its clock is set
ahead hour by hour (libfaketime), the press is that of the demo. Wants root, for a disk of its own that can be filled.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import click

from tests.support.soak import Sample, Soak


@click.command()
@click.option("--days", default=7, show_default=True)
@click.option("--presses", default=6, show_default=True, help="Of five sites each.")
@click.option("--seconds", default=4.0, show_default=True, help="Of an hour.")
@click.option("--seed", default=1, show_default=True)
def main(days: int, presses: int, seconds: float, seed: int) -> None:
    """Live, settle, and print what became of it."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Soak(Path(folder), presses, seed=seed) as soak:
        time.sleep(10)
        # What waits by the monotonic clock (restarts after 30 s, a site that fails after 60) takes half a day here:
        # more trouble than that, and nothing else would be seen.
        soak.live(days * 24, seconds, trouble=0.25)
        lived = time.monotonic() - begun
        faults = soak.settle(5.0)
        done = soak.done
        click.echo(f"{5 * presses} sites, {days} days in {lived:.0f} s, settled after {time.monotonic() - begun:.0f} s")
        click.echo(f"published {done.published}, edited {len(done.edited)}, taken down {len(done.removed)}")
        click.echo("trouble: " + ", ".join(f"{count} {name}" for name, count in soak.troubles.most_common()))
        click.echo(f"not as the press is: {len(faults)}")
        for fault in faults[:20]:
            click.echo(f"  {fault}")
        show(soak.samples)
        soak.command("verify")


def show(samples: list[Sample]) -> None:
    """Print how large the processes were, in quarters of the time: medians of megabytes and of open files."""
    quarter = max(1, len(samples) // 4)
    for kind in ("daemon", "crawl", "readers", "pages"):
        parts = [samples[start : start + quarter] for start in range(0, quarter * 4, quarter)]
        rss = [statistics.median(one.rss.get(kind, 0) for one in part) / 10**6 for part in parts if part]
        files = [statistics.median(one.files.get(kind, 0) for one in part) for part in parts if part]
        sizes = " ".join(f"{one:.0f}" for one in rss)
        click.echo(f"{kind:8} MB {sizes}   files {' '.join(f'{one:.0f}' for one in files)}")


if __name__ == "__main__":
    main()
