"""The crawl process: one long-lived Scrapy process that crawls the sites it is told to, side by side.

`python -m crawlers HOME` reads orders and writes reports, a JSON object a line:

    in    {"id": 1, "site": "baonghean.vn", "sources": null, "again": null, "budget": null}
                                                            sources: URLs, null for all, "due" for those that are
          {"id": 2, "site": "baonghean.vn", "note": {...}}  keep what no page says (pipeline.annotation)
          {"stop_site": "baonghean.vn"}                     let its crawl finish what is in flight, and end
          {"stop": true}, or the end of stdin: finish what is in flight, give back the rest, end
    out   {"beat": {"rss": 123456789, "room": true}}        every two seconds: its size, whether it may crawl
          {"ready": true}                                   once an earlier process's leftovers are taken in
          {"id": 1, "progress": {...}}                      the report so far, now and then
          {"id": 1, "done": {...}}                          the report
          {"id": 1, "error": "..."}                         the crawl itself broke

Two orders for one site run one after the other. It ends when its parent does.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NoReturn

import structlog

from crawlers.archiver import Archiver, open_archiver
from crawlers.worker.crawl import Crawl
from crawlers.worker.heartbeat import Pulse
from pipeline.annotation import Annotation
from pipeline.archive import is_corruption, is_storage_error, outbox, replan
from pipeline.clock import now
from pipeline.config import Home
from pipeline.errors import KhobaoError
from pipeline.event import DiskFreed, DiskLow
from pipeline.runtime import configure_logs, die_with_parent

REPORT_EVERY = 0.5  # seconds between two reports of progress
LINE_LIMIT = 64 * 2**20  # bytes; `crawl --again` names each stored article
STOP_WITHIN = 15.0  # seconds; the daemon gives 20

log = structlog.get_logger()


class CrawlProcess:
    """Runs the crawls it is ordered to, one at a time for each site."""

    def __init__(self, archiver: Archiver, pulse: Pulse) -> None:
        self._archiver = archiver
        self._pulse = pulse
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._crawls: set[Crawl] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def order(self, order: dict[str, Any]) -> None:
        """Begin a crawl, or let it wait for its site's turn."""
        task = asyncio.create_task(self._carry_out(order))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, order: dict[str, Any]) -> None:
        number, site = order["id"], order["site"]
        if "note" in order:
            await self._annotate(number, site, order["note"])
            return
        async with self._turns[site]:
            try:
                if self._stopping:
                    _write({"id": number, "error": "the crawl process is ending"})
                    return
                if not self._pulse.has_room:
                    _write({"id": number, "error": _without_room(self._pulse)})
                    return
                self._load(site)
                crawl = Crawl(
                    self._archiver, site, order.get("sources"), order.get("again"), order.get("budget") or float("inf")
                )
                self._crawls.add(crawl)
                reporting = asyncio.create_task(self._report(number, crawl))
                try:
                    _write({"id": number, "done": (await crawl.run()).as_json()})
                finally:
                    reporting.cancel()
                    self._crawls.discard(crawl)
            except Exception as error:  # the job's edge: one site's crawl must not end the others'
                if is_storage_error(error):
                    _give_up(error)
                if not isinstance(error, KhobaoError):
                    log.exception("crawl broke", site=site)
                _write({"id": number, "error": f"{type(error).__name__}: {error}"})

    async def _annotate(self, number: int, site: str, told: dict[str, Any]) -> None:
        try:
            await self._archiver.annotate(Annotation.from_json(told))
            _write({"id": number, "done": {}})
        except Exception as error:  # the job's edge, as above
            if not isinstance(error, KhobaoError):
                log.exception("note broke", site=site)
            _write({"id": number, "error": f"{type(error).__name__}: {error}"})

    def _load(self, site: str) -> None:
        """Take the site's file as it is now: a daemon is not restarted for an edited TOML."""
        from pipeline.config import load_site  # noqa: PLC0415

        self._archiver.sites[site] = load_site(self._archiver.home.site_path(site))
        replan(self._archiver.intake.archive, self._archiver.sites[site])

    async def _report(self, number: int, crawl: Crawl) -> None:
        while True:
            await asyncio.sleep(REPORT_EVERY)
            _write({"id": number, "progress": crawl.report.as_json()})

    def heed_room(self, has_room: bool) -> None:  # noqa: FBT001  the pulse calls it
        """Announce that the disk is nearly full, and let all crawls end; or that there is room again."""
        archive, told = self._archiver.intake.archive, self._pulse.shortage
        was_low = outbox.last_of(archive.db, DiskLow, DiskFreed) is DiskLow
        if not has_room:
            log.warning("the disk is nearly full: crawling pauses", **told)
            for crawl in self._crawls:
                crawl.stop()
        elif was_low:
            log.info("there is room on the disk again", **told)
        try:
            if was_low == has_room:
                with archive.transaction():
                    kind = DiskFreed if has_room else DiskLow
                    outbox.append(archive.db, kind(at=now(), free=told["free"], wanted=told["wanted"]))
        except sqlite3.OperationalError as error:  # no room even for that
            log.warning("not announced", error=str(error))

    def stop_site(self, site: str) -> None:
        """Let a site's crawl finish what is in flight, and end; what waits goes on waiting."""
        for crawl in self._crawls:
            if crawl.site == site:
                crawl.stop()

    async def stop(self) -> None:
        """Let every crawl finish what is in flight; those that take too long are left as they are."""
        self._stopping = True
        for crawl in self._crawls:
            crawl.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_WITHIN)


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def _orders() -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LINE_LIMIT)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def serve(home: Home) -> None:
    """Take orders until told to stop."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    pulse = Pulse(home, home.settings(), _write)
    beating = asyncio.create_task(pulse.run())
    async with open_archiver(home) as archiver:
        process = CrawlProcess(archiver, pulse)
        pulse.turned = process.heed_room
        process.heed_room(pulse.has_room)
        orders = await _orders()
        _write({"ready": True})
        stopped = asyncio.create_task(stopping.wait())
        while not stopping.is_set():
            line = asyncio.create_task(orders.readline())
            await asyncio.wait({line, stopped, archiver.ingesting, beating}, return_when=asyncio.FIRST_COMPLETED)
            _check(archiver.ingesting, beating)
            if not line.done():
                line.cancel()
                break
            order = json.loads(line.result() or '{"stop": true}')
            if order.get("stop"):
                break
            if "stop_site" in order:
                process.stop_site(order["stop_site"])
                continue
            process.order(order)
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


def _without_room(pulse: Pulse) -> str:
    short = pulse.shortage
    return (
        f"only {short['free']} GB are free on the disk, and khobao.toml asks for min_free = {short['wanted']}."
        " Make room: crawling goes on then."
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
