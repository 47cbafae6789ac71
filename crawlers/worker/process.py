"""The crawl process: one long-lived Scrapy process that crawls the sites it is ordered to, side by side.

`python -m crawlers HOME` reads orders from stdin and writes messages to stdout (crawlers.worker.protocol). It ends when
its parent does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import structlog

from crawlers.archiver import Archiver, open_archiver
from crawlers.worker.crawl import Crawl
from crawlers.worker.heartbeat import ProcessHeart
from crawlers.worker.protocol import (
    LINE_LIMIT,
    AnnotateJob,
    CrawlJob,
    Done,
    Failed,
    PollNowJob,
    Progress,
    Ready,
    Request,
    Stop,
    StopSite,
    UnknownOrder,
    encode,
    read_order,
)
from pipeline.archive import is_corruption, is_storage_error, outbox, visits
from pipeline.clock import now
from pipeline.config import Home, load_site
from pipeline.errors import KhobaoError
from pipeline.event import DiskFreed, DiskLow
from pipeline.runtime import configure_logs, die_with_parent
from pipeline.warc import Deleted

if TYPE_CHECKING:
    from crawlers.report import CrawlReport
    from crawlers.worker.disk_space import DiskSpace
    from crawlers.worker.protocol import Message

REPORT_EVERY = 0.5  # seconds between two reports of progress
STOP_WITHIN = 15.0  # seconds; the daemon gives 20

log = structlog.get_logger()


class CrawlRefused(KhobaoError):
    """This process takes no crawl now; the message says why."""


class CrawlProcess:
    """Carries out jobs: the crawls of a site one at a time, those of different sites side by side."""

    def __init__(self, archiver: Archiver, heart: ProcessHeart) -> None:
        self._archiver = archiver
        self._heart = heart
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._crawls: set[Crawl] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def begin(self, request: Request) -> None:
        """Begin a job, or let it wait for its site's turn. It is answered when it is done."""
        task = asyncio.create_task(self._answer(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, request: Request) -> None:
        try:
            match request.job:
                case CrawlJob():
                    send(Done(request.id, await self._crawl(request.id, request.job)))
                case AnnotateJob(annotation=annotation):
                    await self._archiver.annotate(annotation)
                    send(Done(request.id))
                case PollNowJob():
                    send(Failed(request.id, "only a daemon polls a site now"))
        except Exception as error:  # the job's edge: one site's crawl must not end the others'
            if isinstance(request.job, CrawlJob) and (is_storage_error(error) or isinstance(error, Deleted)):
                _give_up(error)
            if not isinstance(error, KhobaoError):
                log.exception("job broke", site=request.job.site)
            prefix = "" if isinstance(error, CrawlRefused) else f"{type(error).__name__}: "
            send(Failed(request.id, f"{prefix}{error}"))

    async def _crawl(self, number: int, job: CrawlJob) -> CrawlReport:
        async with self._turns[job.site]:
            if self._stopping:
                raise CrawlRefused("the crawl process is ending")
            if not self._heart.space.has_room:
                raise CrawlRefused(_without_room(self._heart.space))
            self._load(job.site)
            crawl = Crawl(self._archiver, job.site, job.task, job.budget or float("inf"))
            self._crawls.add(crawl)
            reporting = asyncio.create_task(self._report_progress(number, crawl))
            try:
                return await crawl.run()
            finally:
                reporting.cancel()
                self._crawls.discard(crawl)

    def _load(self, domain: str) -> None:
        """Take the site's file as it is now: a daemon is not restarted for an edited TOML."""
        site = self._archiver.frontier.sections.with_sources(load_site(self._archiver.home.site_path(domain)))
        self._archiver.sites[domain] = site
        visits.replan(self._archiver.intake.archive, site)

    async def _report_progress(self, number: int, crawl: Crawl) -> None:
        while True:
            await asyncio.sleep(REPORT_EVERY)
            send(Progress(number, crawl.report))

    def heed_space(self, space: DiskSpace) -> None:
        """Announce that the disk is nearly full, and let all crawls end; or that there is room again."""
        archive = self._archiver.intake.archive
        figures = {"free": space.free_gigabytes, "wanted": space.required_gigabytes}
        was_low = outbox.last_of(archive.db, DiskLow, DiskFreed) is DiskLow
        if not space.has_room:
            log.warning("the disk is nearly full: crawling pauses", **figures)
            for crawl in self._crawls:
                crawl.stop()
        elif was_low:
            log.info("there is room on the disk again", **figures)
        try:
            if was_low == space.has_room:
                with archive.transaction():
                    kind = DiskFreed if space.has_room else DiskLow
                    outbox.append(archive.db, kind(at=now(), free=figures["free"], wanted=figures["wanted"]))
        except sqlite3.OperationalError as error:  # no room even for that
            log.warning("not announced", error=str(error))

    def obey(self, line: bytes) -> bool:
        """Carry out one order; False where it is to end, as at the end of stdin."""
        try:
            order = read_order(line) if line else Stop()
        except UnknownOrder as error:
            send(Failed(error.id, str(error)))
            return True
        match order:
            case Request():
                self.begin(order)
            case StopSite(site=site):
                self.stop_site(site)
        return not isinstance(order, Stop)

    def stop_site(self, site: str) -> None:
        """Let a site's crawl finish what is in flight, and end; what waits goes on waiting."""
        for crawl in self._crawls:
            if crawl.domain == site:
                crawl.stop()

    async def stop(self) -> None:
        """Let every crawl finish what is in flight; those that take too long are left as they are."""
        self._stopping = True
        for crawl in self._crawls:
            crawl.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_WITHIN)


def send(message: Message) -> None:
    """Write a message to the parent, at once."""
    sys.stdout.buffer.write(encode(message))
    sys.stdout.buffer.flush()


async def _open_stdin() -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LINE_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def serve(home: Home) -> None:
    """Take orders until told to stop, or SIGTERM."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    settings = home.settings()
    heart = ProcessHeart(home, settings, send)
    beating = asyncio.create_task(heart.run())
    async with open_archiver(home, settings) as archiver:
        process = CrawlProcess(archiver, heart)
        heart.on_space_change = process.heed_space
        process.heed_space(heart.space)
        stdin = await _open_stdin()
        send(Ready())
        stopped = asyncio.create_task(stopping.wait())
        while not stopping.is_set():
            reading = asyncio.create_task(stdin.readline())
            await asyncio.wait({reading, stopped, archiver.ingesting, beating}, return_when=asyncio.FIRST_COMPLETED)
            _check(archiver.ingesting, beating)
            if not reading.done():
                reading.cancel()
                break
            if not process.obey(reading.result()):
                break
        await process.stop()
    beating.cancel()


def _check(*tasks: asyncio.Task[None]) -> None:
    """See to it that what has to go on for ever does."""
    for task in tasks:
        error = task.exception() if task.done() else None
        if isinstance(error, KhobaoError | sqlite3.OperationalError) or is_storage_error(error):
            _give_up(error)
        if error:
            raise error


def _without_room(space: DiskSpace) -> str:
    return (
        f"only {space.free_gigabytes} GB are free on the disk, and khobao.toml asks for"
        f" min_free = {space.required_gigabytes}. Make room: crawling goes on then."
    )


def _give_up(error: BaseException | None) -> NoReturn:
    """End because nothing can be archived any more; a new process recovers what is in warc/."""
    offer = {"do": "stop it, and run `khobao rebuild`"} if is_corruption(error) else {}
    log.error("nothing can be archived", error=str(error), **offer)
    os._exit(1)  # at once: there is nothing to close that could be trusted, and nothing that would be lost


def main() -> None:
    """Run until told to stop, or until the parent is gone."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent says stop
    configure_logs(json="--log-json" in sys.argv)
    from scrapy.utils.reactor import install_reactor  # noqa: PLC0415  before anything imports the reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor  # noqa: PLC0415
    from twisted.internet.defer import Deferred  # noqa: PLC0415
    from twisted.internet.task import react  # noqa: PLC0415

    from crawlers.net import GuardedResolver  # noqa: PLC0415

    GuardedResolver(reactor, 0, 30.0).install_on_reactor()
    home = Home(Path(sys.argv[1]).absolute())
    react(lambda _: Deferred.fromFuture(asyncio.ensure_future(serve(home))))
