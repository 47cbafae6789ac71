"""`make demo`: the press on loopback, the daemon that watches it, and the archive in the browser.

What is published appears by itself. What is edited is looked at again at once (`khobao crawl --again URL`), so that its
revisions can be seen.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from demo.press import FIRST_PORT, Press
from demo.server import serve

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY = "10s"  # how often the demo's sources are polled
EDIT_EVERY = 4  # every so many-th change is an edit


@click.command()
@click.option("--home", default="demo-home", show_default=True, type=click.Path(path_type=Path), help="Made anew.")
@click.option("--port", default=8001, show_default=True, help="Where the archive is served.")
@click.option("--articles", default=60, show_default=True, help="Articles of each of the five sites at the start.")
@click.option("--pause", default=8.0, show_default=True, help="Seconds between two changes on the press.")
def main(home: Path, port: int, articles: int, pause: float) -> None:
    """Show Kho Báo at work on five invented sites, until Ctrl-C.

    Example: python -m demo.tour --port 8080
    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "khobao.toml").write_text('contact = "demo@press.example"\n')
    press = Press(articles=articles)
    ports = dict(zip(press.sites, range(FIRST_PORT, FIRST_PORT + len(press.sites)), strict=True))
    try:
        with serve(press, ports) as addresses:
            _watch(home, addresses)
            click.echo(f"\nThe archive of the demo: http://127.0.0.1:{port}/   (Ctrl-C ends it)\n", err=True)
            _run(press, home, port, stop, pause)
    except OSError as error:
        message = f"ports {FIRST_PORT} to {FIRST_PORT + 4} are wanted for the press: {error.strerror}"
        raise click.ClickException(message) from None


def _khobao(home: Path, *words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("khobao")), "--home", str(home), *words]


def _watch(home: Path, addresses: Mapping[str, str]) -> None:
    for key, address in addresses.items():
        click.echo(f"khobao sites add {address} --allow-private --delay 0     ({key})", err=True)
        add = _khobao(home, "sites", "add", address, "--allow-private", "--delay", "0")
        path = Path(subprocess.run(add, check=True, capture_output=True, text=True).stdout.strip())
        without = re.sub(r"^every = .*\n", "", path.read_text(), flags=re.MULTILINE)
        path.write_text(re.sub(r"^url = .*$", rf'\g<0>\nevery = "{EVERY}"', without, flags=re.MULTILINE))


def _run(press: Press, home: Path, port: int, stop: threading.Event, pause: float) -> None:
    daemon = subprocess.Popen(_khobao(home, "run", "--port", str(port)), start_new_session=True)
    chance = random.Random()
    turn = 0
    try:
        while not stop.wait(pause) and daemon.poll() is None:
            turn += 1
            key = chance.choice(list(press.sites))
            if turn % EDIT_EVERY:
                click.echo(f"press: {key} publishes “{press.publish(key).title}”", err=True)
                continue
            edited = press.edit(key, chance.choice(press.sites[key].edition.stories[:20]).number)
            click.echo(f"press: {key} edits “{edited.title}”", err=True)
            url = next(article.url for article in press.expected(key) if article.number == edited.number)
            subprocess.run(_khobao(home, "crawl", "--again", url), check=False, capture_output=True)
    finally:
        daemon.terminate()
        daemon.wait()


if __name__ == "__main__":
    main()
