"""The archiver: what all crawls of a process share, and the one place where captures are kept.

Nothing is lost: a capture is appended to the WARC, the WARC is synced, the rows are committed, the address is acked in
the frontier; in this order, each step repeatable, and many captures at a time when many come.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.frontier import Frontier, Lease, PollSchedule
from pipeline.archive import open_archive
from pipeline.ingest import BATCH, Intake, open_readers, recover
from pipeline.warc import Deleted, WarcWriter, forget_old

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pipeline.annotation import Annotation
    from pipeline.capture import Capture, RecordLocation
    from pipeline.config import Home, Settings, Site
    from pipeline.errors import Unreadable
    from pipeline.extraction import Extraction
    from pipeline.ingest import Reading
    from pipeline.revisits import Missing


@attrs.frozen
class _Kept:
    """A capture on its way from the WARC into the archive."""

    capture: Capture
    place: RecordLocation
    reading: Reading
    lease: Lease | None
    done: asyncio.Future[str]


class Archiver:
    """Keeps captures and hands out addresses, for all crawls of this process. Made by `open_archiver`."""

    def __init__(self, home: Home, settings: Settings, intake: Intake, frontier: Frontier) -> None:
        self.home = home
        self.settings = settings
        self.intake = intake
        self.frontier = frontier
        self.schedule = PollSchedule(frontier, intake.archive.db)
        self.missing: dict[
            str, tuple[float, Missing | None]
        ] = {}  # site -> (when, its answer), for crawlers.spiders.revisits
        self.robots: dict[str, tuple[float, Any]] = {}  # host -> (when, its rules), for crawlers.net.robots
        self.assessed_at: dict[str, float] = {}  # site -> when, for crawlers.worker.crawl
        self._articles = WarcWriter(home.warc, "articles")
        self._sources = WarcWriter(home.warc, "sources")
        self._waiting: deque[_Kept] = deque()
        self._arrived = asyncio.Event()
        self._inode = home.archive.stat().st_ino
        forget_old(home.warc, "sources", settings.keep_sources)
        self.ingesting = asyncio.create_task(self._work())

    @property
    def sites(self) -> dict[str, Site]:
        """The watched sites, by domain."""
        return self.intake.sites

    async def archive(
        self, capture: Capture, lease: Lease | None = None, read: Extraction | Unreadable | None = None
    ) -> str:
        """Archive a capture and return what became of it (an ingest kind). Acks its lease, unless it came empty.

        `read` is what `read` made of that very capture, if it was read already.
        """
        place = self._articles.append(capture)
        reading = self.intake.submit(capture) if read is None else _already(read)
        kept = _Kept(capture, place, reading, lease, asyncio.get_running_loop().create_future())
        self._waiting.append(kept)
        self._arrived.set()
        waits: list[asyncio.Future[Any]] = [kept.done, self.ingesting]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if not kept.done.done():
            await self.ingesting  # raises what broke it
        return kept.done.result()

    async def extract(self, capture: Capture) -> Extraction | Unreadable:
        """Read a capture as `keep` would, and keep nothing."""
        return await asyncio.wrap_future(self.intake.submit(capture))

    async def annotate(self, note: Annotation) -> None:
        """Keep what no page says: into the WARC first, like everything, then into the archive."""
        self._articles.append_annotation(note)
        await asyncio.to_thread(self._articles.sync)
        self.intake.adopt(note)

    def with_profile(self, capture: Capture) -> Capture:
        """Name in a capture what it is read with, so that whoever reads it again comes to the same."""
        profile = self.intake.standing(self.intake.site_of(capture))
        return attrs.evolve(capture, profile=profile.version if profile else None)

    def archive_source(self, capture: Capture) -> None:
        """Append a source's changed payload to a file of its own kind; these are forgotten after a time."""
        before = self._sources.name
        self._sources.append(capture)
        if self._sources.name != before:
            forget_old(self.home.warc, "sources", self.settings.keep_sources)

    async def _work(self) -> None:
        """Take captures from the WARC into the archive until cancelled. An error here ends the process: it is ours."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                batch = [self._waiting.popleft()]
                while self._waiting and len(batch) < BATCH and self._waiting[0].reading.done():
                    batch.append(self._waiting.popleft())
                await self._commit(batch)

    async def _commit(self, batch: list[_Kept]) -> None:
        read = [await asyncio.wrap_future(kept.reading) for kept in batch]
        await asyncio.to_thread(self._articles.sync)
        self._check_archive()
        kinds = self.intake.store(
            (kept.capture, kept.place, article) for kept, article in zip(batch, read, strict=True)
        )
        await self._learn({kept.capture.site for kept in batch})
        done = zip(batch, kinds, strict=True)
        self.frontier.ack(kept.lease for kept, kind in done if kept.lease and kind != "empty")
        for kept, kind in zip(batch, kinds, strict=True):
            if not kept.done.done():
                kept.done.set_result(kind)

    async def _learn(self, domains: set[str]) -> None:
        """See what the pages just stored teach of their sites: into the WARC first, like everything."""
        for domain in domains & self.sites.keys():
            if note := self.intake.learn(self.sites[domain]):
                await self.annotate(note)

    def _check_archive(self) -> None:
        if not self.home.archive.exists() or self.home.archive.stat().st_ino != self._inode:
            message = f"{self.home.archive} was deleted or replaced while it was being written"
            raise Deleted(message)

    def close(self) -> None:
        """Give up the files, synced; they stay open for the next process to go on with."""
        self._articles.close()
        self._sources.close()


def _already(read: Extraction | Unreadable) -> Reading:
    reading: Reading = Future()
    reading.set_result(read)
    return reading


@contextlib.asynccontextmanager
async def open_archiver(home: Home) -> AsyncIterator[Archiver]:
    """Open everything a crawl writes to, first making good what an earlier process left undone."""
    settings = home.settings()
    with open_archive(home.archive) as archive, open_readers(settings.workers) as readers:
        intake = Intake.over(archive, readers, home.sites(), home.warc)
        await asyncio.to_thread(recover, intake)  # the process's heart beats meanwhile
        frontier = Frontier(home.frontier, archive.has_captured)
        frontier.restore()
        archiver = Archiver(home, settings, intake, frontier)
        try:
            yield archiver
        finally:
            archiver.ingesting.cancel()
            await asyncio.wait({archiver.ingesting})
            archiver.close()
            frontier.close()
