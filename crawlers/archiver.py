"""The archiver: what all crawls of a process share, and the one place where captures are archived.

Nothing is lost: a capture is appended to the WARC, the WARC is synced, the rows are committed, the address is acked in
the frontier; in this order, each step repeatable, and many captures at a time when many come.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections import deque
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.frontier import Frontier, Lease, PollSchedule
from crawlers.net import RobotsCache
from pipeline.archive import address_shapes, captures, open_archive, prepare_archive
from pipeline.ingest import BATCH, ExtractedCapture, Intake, open_extractor_pool, recover
from pipeline.warc import Deleted, WarcWriter, forget_old

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pipeline.annotation import Annotation
    from pipeline.capture import Capture, RecordLocation
    from pipeline.config import Home, Settings, Site
    from pipeline.errors import Unreadable
    from pipeline.extraction import Extraction
    from pipeline.ingest import PendingExtraction
    from pipeline.revisits import Soft404
    from pipeline.shapes import AddressShapes

NEW_PAGES = 10  # captures after which a site's address shapes are induced again: one can be of a new kind


@attrs.frozen
class _Pending:
    """A capture on its way from the WARC into the archive."""

    capture: Capture
    location: RecordLocation
    reading: PendingExtraction
    lease: Lease | None
    kind: asyncio.Future[str]


class Archiver:
    """Archives captures and hands out addresses, for all crawls of this process. Made by `open_archiver`.

    It also holds what one crawl learns and the next of this process goes by: rules of hosts (`robots`), what a site
    answers where nothing is (`soft_404s`: when, and the answer, by domain), and when a site's health was assessed
    (`assessed_at`, monotonic, by domain). `ingesting` goes on for ever: an error there is ours and ends the process.
    """

    def __init__(self, home: Home, settings: Settings, intake: Intake, frontier: Frontier) -> None:
        self.home = home
        self.settings = settings
        self.intake = intake
        self.frontier = frontier
        self.schedule = PollSchedule(frontier, intake.archive.db)
        self.robots = RobotsCache()
        self.soft_404s: dict[str, tuple[float, Soft404 | None]] = {}
        self.assessed_at: dict[str, float] = {}
        self._articles = WarcWriter(home.warc, "articles")
        self._sources = WarcWriter(home.warc, "sources")
        self._pending: deque[_Pending] = deque()
        self._arrived = asyncio.Event()
        self._shaped: dict[str, int] = {}  # captures that a site had when its address shapes were induced last
        self._inode = home.archive.stat().st_ino
        forget_old(home.warc, "sources", settings.keep_sources)
        self.ingesting = asyncio.create_task(self._ingest())

    @property
    def sites(self) -> dict[str, Site]:
        """The watched sites, by domain."""
        return self.intake.sites

    async def archive(
        self, capture: Capture, lease: Lease | None = None, extraction: Extraction | Unreadable | None = None
    ) -> str:
        """Archive a capture and return what became of it (an ingest kind). Acks its lease, unless it came empty.

        `extraction` is what `extract` made of that very capture, if it was extracted already.
        """
        location = self._articles.append(capture)
        reading = self.intake.submit(capture) if extraction is None else _done(extraction)
        pending = _Pending(capture, location, reading, lease, asyncio.get_running_loop().create_future())
        self._pending.append(pending)
        self._arrived.set()
        waits: list[asyncio.Future[Any]] = [pending.kind, self.ingesting]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if not pending.kind.done():
            await self.ingesting  # raises what broke it
        return pending.kind.result()

    async def extract(self, capture: Capture) -> Extraction | Unreadable:
        """Extract the article of a capture as `archive` would, and archive nothing."""
        return await asyncio.wrap_future(self.intake.submit(capture))

    async def annotate(self, annotation: Annotation) -> None:
        """Keep what no page says: into the WARC first, like everything, then into the archive."""
        self._articles.append_annotation(annotation)
        await asyncio.to_thread(self._articles.sync)
        self.intake.apply(annotation)

    def with_profile(self, capture: Capture) -> Capture:
        """Name in a capture what it is read with, so that whoever reads it again comes to the same."""
        profile = self.intake.current_profile(self.intake.site_of(capture))
        return attrs.evolve(capture, profile=profile.version if profile else None)

    def shapes_of(self, site: Site) -> AddressShapes | None:
        """What is known of the addresses of a site's articles."""
        return self.intake.shapes.get(site.domain)

    async def learn_shapes(self, site: Site) -> None:
        """See what the pages of a site teach of its addresses, where enough of them are new since that was asked."""
        count = address_shapes.capture_count(self.intake.archive.db, site.domain)
        if count >= self._shaped.get(site.domain, 0) + NEW_PAGES:
            self._shaped[site.domain] = count
            if annotation := self.intake.induce_shapes(site):
                await self.annotate(annotation)

    def archive_source(self, capture: Capture) -> None:
        """Append a source's changed payload to a file of its own kind; these are forgotten after a time."""
        before = self._sources.name
        self._sources.append(capture)
        if self._sources.name != before:
            forget_old(self.home.warc, "sources", self.settings.keep_sources)

    async def _ingest(self) -> None:
        """Take captures from the WARC into the archive until cancelled, as many at a time as are extracted."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._pending:
                batch = [self._pending.popleft()]
                while self._pending and len(batch) < BATCH and self._pending[0].reading.done():
                    batch.append(self._pending.popleft())
                await self._commit(batch)

    async def _commit(self, batch: list[_Pending]) -> None:
        extractions = [await asyncio.wrap_future(pending.reading) for pending in batch]
        await asyncio.to_thread(self._articles.sync)
        self._check_archive()
        kinds = self.intake.ingest_batch(
            ExtractedCapture(pending.capture, pending.location, extraction)
            for pending, extraction in zip(batch, extractions, strict=True)
        )
        await self._learn({pending.capture.site for pending in batch})
        self.frontier.ack(
            pending.lease for pending, kind in zip(batch, kinds, strict=True) if pending.lease and kind != "empty"
        )
        for pending, kind in zip(batch, kinds, strict=True):
            if not pending.kind.done():
                pending.kind.set_result(kind)

    async def _learn(self, domains: set[str]) -> None:
        """See what the pages just stored teach of their sites: into the WARC first, like everything."""
        for domain in domains & self.sites.keys():
            if annotation := self.intake.induce_profile(self.sites[domain]):
                await self.annotate(annotation)

    def _check_archive(self) -> None:
        if not self.home.archive.exists() or self.home.archive.stat().st_ino != self._inode:
            raise Deleted(f"{self.home.archive} was deleted or replaced while it was being written")

    def close(self) -> None:
        """Give up the files, synced; they stay open for the next process to go on with."""
        self._articles.close()
        self._sources.close()


def _done(extraction: Extraction | Unreadable) -> PendingExtraction:
    reading: PendingExtraction = Future()
    reading.set_result(extraction)
    return reading


@contextlib.asynccontextmanager
async def open_archiver(home: Home, settings: Settings) -> AsyncIterator[Archiver]:
    """Open everything a crawl writes to, first making good what an earlier process left undone."""
    with open_archive(home.archive) as archive, open_extractor_pool(settings.workers) as pool:
        intake = Intake.of_sites(archive, pool, home.sites(), home.warc)
        await asyncio.to_thread(recover, intake)  # the process's heart beats meanwhile
        frontier = Frontier(home.frontier, functools.partial(captures.known_urls, archive.db))
        frontier.restore()
        archiver = Archiver(home, settings, intake, frontier)
        try:
            yield archiver
        finally:
            archiver.ingesting.cancel()
            await asyncio.wait({archiver.ingesting})
            archiver.close()
            frontier.close()


@contextlib.asynccontextmanager
async def claim_archiver(home: Home) -> AsyncIterator[Archiver]:
    """Open a home that no process writes to yet. Raises Busy where one does."""
    with home.lock():
        home.prepare()
        prepare_archive(home.archive)
        async with open_archiver(home, home.settings()) as archiver:
            yield archiver
