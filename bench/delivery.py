"""How soon a receiver is told: seconds from publishing to the archive's event, and from the event to the webhook.

`python bench/delivery.py [--articles 40] [--every 1.5]`: the real daemon crawls a press of five sites that publishes an
article every so many seconds; a watch for everything tells a receiver on loopback, which notes the time. A source
that brings nothing waits longer and longer for its next poll, so the first figure is the rhythm's; the second is the
outbox's and has a bound: exit status 1 where one took 5 seconds or more, or an article was not told.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from demo.press import Press
from demo.server import serve
from tests.support.harness import Command, end_with_sigterm, wait_for
from tests.support.receiver import Receiver, receiving

BOUND = 5.0
LOOK_EVERY = 0.02
PATIENCE = 120.0  # seconds until the last article has to be told


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=40)
    arguments.add_argument("--every", type=float, default=1.5)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, receiving() as receiver:
        return _measure(Command(Path(folder) / "home"), receiver, asked.articles, asked.every)


def _measure(khobao: Command, receiver: Receiver, articles: int, every: float) -> int:
    press = Press(articles=20, seed=4)
    told, stored, published = dict[str, float](), dict[str, float](), dict[str, float]()
    with serve(press):
        for key, site in press.sites.items():
            khobao.watch(key, site.address)
        khobao("crawl")
        khobao("watch", "add", "", "--name", "all", "--webhook", receiver.url)
        over = threading.Event()
        watching = [
            threading.Thread(target=_note_told, args=(receiver, told, over)),
            threading.Thread(target=_note_stored, args=(khobao.home / "archive.db", stored, over)),
        ]
        with khobao.running("run", "--no-serve") as daemon:
            for thread in watching:
                thread.start()
            for number in range(articles):
                key = list(press.sites)[number % len(press.sites)]
                site = press.sites[key]
                published[site.address + site.family.paths(press.publish(key))[0]] = time.monotonic()
                time.sleep(every)
            try:
                wait_for(lambda: told.keys() >= published.keys(), PATIENCE)
            finally:
                over.set()
                end_with_sigterm(daemon)
                for thread in watching:
                    thread.join()
    _say("published to stored", [stored[url] - published[url] for url in published])
    waits = [told[url] - stored[url] for url in published]
    _say("stored to told", waits)
    return int(max(waits) >= BOUND)


def _note_told(receiver: Receiver, told: dict[str, float], over: threading.Event) -> None:
    while not over.wait(LOOK_EVERY):
        for sent in list(receiver.taken):
            told.setdefault(sent.message["data"]["url"], time.monotonic())


def _note_stored(archive: Path, stored: dict[str, float], over: threading.Event) -> None:
    """Note when each article's event can first be read."""
    with closing(sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True)) as db:
        last = 0
        while not over.wait(LOOK_EVERY):
            sql = "SELECT id, json_extract(data, '$.url') FROM events WHERE kind = 'article.new' AND id > ?"
            for number, url in db.execute(sql, [last]).fetchall():
                stored.setdefault(url, time.monotonic())
                last = number


def _say(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"{what:<20} p50 {statistics.median(ordered):.2f} s, p95 {p95:.2f} s, most {ordered[-1]:.2f} s", end="")
    print(f" ({len(ordered)} articles)")


if __name__ == "__main__":
    sys.exit(main())
