"""A soak: days of a press's life, hour by hour, with the real daemon under a clock that is set ahead, and trouble.

Each hour the press publishes, edits and takes down, the clock is set an hour ahead, and now and then something breaks.
Timers are not sped up: what is told by them (heart, deadlines, back-off) has the speed it has in life.
"""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, Self

import attrs
import psutil

from demo.press import Press
from demo.server import serve
from pipeline import clock as clocks
from tests.support.clocks import set_clock
from tests.support.disks import small_disk
from tests.support.harness import Command, family_of, is_crawl, is_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from demo.press import Fault, Site

HOUR = 3600
DAY = 24 * HOUR
DISK = 2000  # megabytes of the home's own disk

Trouble = Literal["crawl", "reader", "pages", "daemon", "503", "500", "hang", "empty", "upkeep", "disk"]
TROUBLES: tuple[Trouble, ...] = ("crawl", "reader", "pages", "daemon", "503", "500", "hang", "empty", "upkeep", "disk")
FAULTS: dict[Trouble, Fault] = {"503": 503, "500": 500, "empty": "empty", "upkeep": "upkeep"}


@attrs.frozen
class Sample:
    """How large the processes were at an hour: resident bytes and open files of each kind."""

    hour: int
    rss: dict[str, int]
    files: dict[str, int]


@attrs.define
class Done:
    """What the press did, by site and number of the story."""

    published: int = 0
    edited: set[tuple[str, int]] = attrs.Factory(set)
    removed: set[tuple[str, int]] = attrs.Factory(set)


class Soak:
    """Some presses, of a site of each CMS family, a daemon that watches them all, and what happens to both."""

    def __init__(self, folder: Path, presses: int, articles: int = 10, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.clock = set_clock(folder / "clock")
        self.presses = [Press(articles=articles, seed=seed * 100 + number, clock=self.now) for number in range(presses)]
        self.command = Command(folder / "home")
        self.done = Done()
        self.troubles: Counter[str] = Counter()
        self.samples: list[Sample] = []
        self.hour = 0
        self._stack = ExitStack()
        self._ballast = self.command.home / "ballast"

    def now(self) -> Any:
        """Return the moment that the clock shows."""
        return clocks.now() + timedelta(seconds=self.clock.offset)

    def sites(self) -> Iterator[tuple[str, Press, str, Site]]:
        """Yield each site: a name for it, its press, its key there, itself."""
        for number, press in enumerate(self.presses):
            for key, site in press.sites.items():
                yield f"{number}/{key}", press, key, site

    def __enter__(self) -> Self:
        """Serve the press, and start the daemon."""
        for press in self.presses:
            self._stack.enter_context(serve(press))
        self._stack.enter_context(small_disk(self.command.home, DISK))
        for _, _, key, site in self.sites():
            self.command.watch(key, site.address)
        for path in (self.command.home / "sites").glob("*.toml"):
            path.write_text(
                path.read_text(encoding="utf-8").replace('every = "2s"', 'every = ["2m", "1h"]'), encoding="utf-8"
            )
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        """End all of it."""
        self._stack.close()

    def _start(self) -> None:
        self._running = ExitStack()
        running = self.clock.on(self.command).running("run", "--port", "0")
        self.daemon = self._running.enter_context(running)
        self._stack.callback(self._running.close)

    def live(self, hours: int, seconds: float, *, trouble: float = 0.5) -> None:
        """Let hours pass, each in so many seconds. `trouble`: in what share of them something breaks."""
        for _ in range(hours):
            self.hour += 1
            self._publish()
            self.clock.set(self.clock.offset + HOUR)
            undo = self._break(self.chance.choice(TROUBLES)) if self.chance.random() < trouble else None
            time.sleep(seconds)
            if undo:
                undo()
            self.samples.append(self._sample())

    def rest(self, days: int, seconds: float) -> None:
        """Let days pass, one after the other, in which nothing is published and nothing breaks."""
        for _ in range(days):
            self.clock.set(self.clock.offset + DAY)
            time.sleep(seconds)

    def settle(self, seconds: float, tries: int = 25) -> list[str]:
        """Let days pass, more and more at a time, until the archive is as the press is. Returns what is not."""
        for number in range(tries):
            self.rest(1 + number // 5, seconds)
            faults = self.faults()
            if not faults:
                break
        return faults

    # what the press does

    def _publish(self) -> None:
        held = self.command.addresses()
        for name, press, key, site in self.sites():
            luck = self.chance.random()
            if luck < 0.35:
                press.publish(key)
                self.done.published += 1
            online = [number for number in site.stories if number not in site.removed]
            if luck > 0.93:
                number = self.chance.choice(online)
                press.edit(key, number)
                self.done.edited.add((name, number))
            seen = [number for number in online if site.address + site.family.paths(site.stories[number])[0] in held]
            if 0.90 < luck < 0.91 and seen:  # what nobody had time to look at is missed by everyone
                number = self.chance.choice(seen)
                press.remove(key, number)
                self.done.removed.add((name, number))

    # what breaks

    def _break(self, trouble: Trouble) -> Callable[[], None] | None:
        """Let something break, and return what mends it, if it has to be mended."""
        self.troubles[trouble] += 1
        if trouble in FAULTS or trouble == "hang":
            return self._break_sites(trouble)
        if trouble == "disk":
            return self._fill()
        if trouble == "daemon":
            self.daemon.send_signal(signal.SIGKILL)
            self._running.close()
            self._start()
            return None
        kinds = {"crawl": is_crawl, "reader": is_reader, "pages": is_pages}
        for child in family_of(self.daemon.pid):
            if kinds[trouble](child):
                with suppress(psutil.Error):
                    child.kill()
        return None

    def _break_sites(self, trouble: Trouble) -> Callable[[], None]:
        some = self.chance.sample([site for *_, site in self.sites()], 3)
        for site in some:
            site.fail = FAULTS.get(trouble)
            site.latency = 30.0 if trouble == "hang" else 0.0

        def mend() -> None:
            for site in some:
                site.fail, site.latency = None, 0.0

        return mend

    def _fill(self) -> Callable[[], None]:
        with suppress(OSError), self._ballast.open("wb") as file:
            while True:
                file.write(bytes(2**20))
        return lambda: self._ballast.unlink(missing_ok=True)

    def _sample(self) -> Sample:
        rss, files = Counter[str](), Counter[str]()
        daemon = psutil.Process(self.daemon.pid)
        for process in (daemon, *family_of(self.daemon.pid)):
            with suppress(psutil.Error):
                kind = kind_of(process, daemon)
                rss[kind] += process.memory_info().rss
                files[kind] += process.num_fds()
        return Sample(self.hour, dict(rss), dict(files))

    # what is to be there in the end

    def faults(self) -> list[str]:
        """Return what of the archive is not as the press is: a line each."""
        got = {url: row for row in self.command.export().values() for url in row["urls"]}
        said: list[str] = []
        for name, press, key, site in self.sites():
            for article in press.expected(key):
                row = got.get(article.url)
                if row is None:
                    said.append(f"{name}: {article.url} is missing")
                    continue
                wrong = {field for field in ("title", "sapo") if row[field] != getattr(article, field)}
                wrong |= {"paragraphs"} if row["paragraphs"] != list(article.paragraphs) else set()
                wrong |= {"availability"} if row["availability"] not in {"online", "returned"} else set()
                is_edited = (name, article.number) in self.done.edited
                wrong |= {"edited"} if row["edited"] and not is_edited else set()
                said += [f"{name}: {article.url}: {', '.join(sorted(wrong))}"] if wrong else []
            for path in (site.family.paths(site.stories[number])[0] for number in site.removed):
                row = got.get(site.address + path)
                if row is None or row["availability"] != "gone":
                    said.append(f"{name}: {path} was taken down, and is {row['availability'] if row else 'missing'}")
        return said


def is_pages(process: psutil.Process) -> bool:
    """Tell whether this is what serves the pages."""
    with suppress(psutil.Error):
        return "browse.serve" in " ".join(process.cmdline())
    return False


def kind_of(process: psutil.Process, daemon: psutil.Process) -> str:
    """Return what a process of the daemon's family is."""
    if process == daemon:
        return "daemon"
    return "crawl" if is_crawl(process) else "readers" if is_reader(process) else "pages"
