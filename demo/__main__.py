"""`python -m demo`: serve the press on fixed ports; now and then something is published or edited."""

from __future__ import annotations

import random
import signal
import threading
from typing import TYPE_CHECKING

import click

from demo.press import FIRST_PORT, Press
from demo.server import serve
from demo.story import EDITS

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_PORTS = ",".join(str(FIRST_PORT + place) for place in range(5))
EDIT_EVERY = 4  # every so many-th change is an edit


@click.command()
@click.option("--ports", default=DEFAULT_PORTS, show_default=True, help="One port for each site; 0 takes a free one.")
@click.option(
    "--articles", default=100, show_default=True, type=click.IntRange(1), help="Articles of each site at the start."
)
@click.option("--seed", default=1, show_default=True, help="The same seed prints the same stories.")
@click.option("--every", default=5.0, show_default=True, help="Seconds from one change to the next; 0 for none.")
def main(ports: str, articles: int, seed: int, every: float) -> None:
    """Start five invented Vietnamese news sites on 127.0.0.1.

    Example: python -m demo --articles 60 --every 10
    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    press = Press(articles=articles, seed=seed)
    try:
        with serve(press, _by_site(press, ports)) as addresses:
            for key, address in addresses.items():
                click.echo(f"{address}  {press.sites[key].family.outlet.name}")
            _live(press, stop, every)
    except OSError as error:
        raise click.ClickException(f"ports {ports}: {error.strerror}; name others with --ports") from None


def _by_site(press: Press, ports: str) -> Mapping[str, int]:
    numbers = [int(port) if port.strip().isdecimal() else -1 for port in ports.split(",")]
    if len(numbers) != len(press.sites) or not all(0 <= port < 65536 for port in numbers):
        raise click.BadParameter(f"{ports!r}; {len(press.sites)} ports with commas between them are wanted")
    return dict(zip(press.sites, numbers, strict=True))


def _live(press: Press, stop: threading.Event, every: float) -> None:
    rng = random.Random()
    turn = 0
    while not stop.wait(every or None):
        turn += 1
        key = rng.choice(list(press.sites))
        if turn % EDIT_EVERY:
            click.echo(f"{key}: new: {press.publish(key).title}")
        else:
            number = rng.choice(press.sites[key].edition.stories[:20]).number
            click.echo(f"{key}: edited: {press.edit(key, number, rng.choice(EDITS)).title}")


if __name__ == "__main__":
    main()
