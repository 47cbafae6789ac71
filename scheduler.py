"""The daemon: runs what is due, keeps the children alive, stops cleanly. Thin: each act stands in its own package.

What is due comes from sites/ and the databases, never from a job store: one job a site says when its next turn comes,
and the crawl process knows what is due in it. Children: the crawl process, and Datasette.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from crawlers.frontier import read_failing
from crawlers.net import LONGEST_FAILED, back_off
from crawlers.websub import Subscriber
from crawlers.worker import CrawlBroke, CrawlEnded, CrawlJob, PollNowJob, SiteTurn, Supervisor, listen
from pipeline.archive import prepare_archive
from pipeline.errors import BadFile
from pipeline.runtime import check_free, keep_running, sleep_unless, wait_for_first, write_liveness
from pipeline.watches import Dispatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from crawlers.report import CrawlReport
    from crawlers.worker import Job
    from pipeline.config import Home, Site

BUDGET = 300.0  # seconds a crawl may go on fetching before the site's sources get their turn again
CHECK_EVERY = 5.0  # seconds from one look at sites/ and at the clock to the next
CLOCK_JUMP = 30.0  # seconds; a clock that is set by as much is no longer to be waited by

log = structlog.get_logger()


class Daemon:
    """`khobao run`. Hold the home's lock while it runs. `serve` is where Datasette listens, None for nowhere."""

    def __init__(self, home: Home, *, serve: tuple[str, int] | None, log_json: bool = False) -> None:
        self.home = home
        self._serve = serve
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._stopping = asyncio.Event()
        self._settings = home.settings()
        self._supervisor = Supervisor(home, self._settings, self._stopping, log_json=log_json)
        self._children: list[asyncio.Task[None]] = []
        self._listening: asyncio.AbstractServer | None = None
        self._turns: dict[str, SiteTurn] = {}
        self._crawls: dict[str, asyncio.Task[None]] = {}  # by domain: one crawl of a site at a time
        self._sites: dict[str, Site] = {}
        self._stamps: dict[Path, int] | None = None

    async def run(self) -> None:
        """Run until SIGTERM or Ctrl-C; then finish or give back what is in flight, within 20 seconds."""
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, self._stopping.set)
        if self._serve:
            check_free(*self._serve)
        self.home.prepare()
        prepare_archive(self.home.archive)
        if not self._settings.contact:
            log.warning("no contact in khobao.toml: sites can't write to you, so the crawler goes slower")
        self._children = [asyncio.create_task(work) for work in self._work()]
        self._scheduler.start()
        try:
            await self._take_requests()
        finally:
            await self._stop()

    def _work(self) -> Iterator[Coroutine[Any, Any, None]]:
        """What goes on side by side until the daemon stops."""
        yield self._supervisor.run()
        yield self._watch_sites()
        yield Dispatcher(self.home, self._stopping).run()
        if self._serve:
            host, port = self._serve
            pages = ("-m", "browse.serve", "--home", str(self.home.folder), "--host", host, "--port", str(port))
            yield keep_running("datasette", (sys.executable, "-P", *pages), self._stopping)
        if self._settings.callback:
            yield Subscriber(self.home, self._settings, lambda: self._sites, self._poll).run(self._stopping)

    async def _take_requests(self) -> None:
        self._listening = await listen(self.home.socket, self._carry_out)
        where = {"pages": f"http://{self._serve[0]}:{self._serve[1]}/"} if self._serve else {}
        log.info("running", home=str(self.home.folder), pid=os.getpid(), **where)
        await self._stopping.wait()

    async def _stop(self) -> None:
        """End in this order: no more work is begun, children finish or give back what is in flight, then we go."""
        log.info("stopping")
        self._stopping.set()
        self._scheduler.pause()
        if self._listening:
            self._listening.close()
        await asyncio.gather(*self._children, return_exceptions=True)
        await asyncio.gather(*self._crawls.values(), return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        self.home.socket.unlink(missing_ok=True)
        self.home.heart.unlink(missing_ok=True)
        log.info("stopped")

    # what is due

    async def _watch_sites(self) -> None:
        """Look at sites/ again and again; and give every site a turn when the clock is set, by which turns wait."""
        offset = time.time() - time.monotonic()
        while not self._stopping.is_set():
            try:
                await self._read_sites()
            except OSError as error:
                log.warning("sites can't be read", error=str(error))
            with contextlib.suppress(OSError):  # a full disk
                write_liveness(self.home.heart, self._supervisor.heard_at)
            await sleep_unless(self._stopping, CHECK_EVERY)
            jump, offset = time.time() - time.monotonic() - offset, time.time() - time.monotonic()
            if abs(jump) > CLOCK_JUMP:
                log.warning("the clock was set", by=f"{jump:+.0f} s")
                for domain in self._sites:
                    self._due(domain)

    async def _read_sites(self) -> None:
        """Take up all sites, and what changed in sites/ since; a faulty file leaves all as it is."""
        stamps = {path: path.stat().st_mtime_ns for path in self.home.sites_folder.glob("*.toml")}
        if stamps == self._stamps:
            return
        self._stamps = stamps
        try:
            sites = {site.domain: site for site in self.home.sites()}
        except BadFile as error:
            log.warning("sites not taken up", faults=str(error))
            return
        if not sites:
            log.warning("no site is watched yet: `khobao sites add DOMAIN` adds one, and it is taken up at once")
        await self._replace_sites(sites)

    async def _replace_sites(self, sites: dict[str, Site]) -> None:
        """Give a turn to sites that are new, changed or resumed, and stop the crawl of those that are paused."""
        failing = read_failing(self.home.frontier)
        before, self._sites = self._sites, sites
        for domain, site in sites.items():
            if site.paused and domain in before and not before[domain].paused and self._supervisor.client:
                await self._supervisor.client.stop(domain)
        for domain in sites.keys() - before.keys():
            failures, crawled_at = failing.get(domain, (0, 0.0))
            self._turns[domain] = SiteTurn(held_until=crawled_at + back_off(failures) if failures else 0.0)
        for domain in (domain for domain in sites if sites[domain] != before.get(domain)):
            self._due(domain)

    async def _run_due(self, domain: str) -> None:
        """Let a site have its turn: what APScheduler runs (a coroutine, or it would be run in a thread)."""
        self._due(domain)

    def _poll(self, domain: str, source: str) -> None:
        """Let one source of a site be due: a hub says that it brings something."""
        if domain in self._turns:
            self._turns[domain].sources.add(source)
            self._due(domain)

    def _due(self, domain: str, *, all_sources: bool = False) -> None:
        """Note that a site is due, for all its sources or for what is due of it; crawl if no crawl is under way."""
        if self._is_crawled(domain):
            turn = self._turns[domain]
            turn.is_due = True
            turn.all_sources |= all_sources
            self._begin_crawl(domain)

    def _is_crawled(self, domain: str) -> bool:
        """Whether a site is watched and not paused."""
        return domain in self._sites and not self._sites[domain].paused

    def _begin_crawl(self, domain: str) -> None:
        may = self._is_crawled(domain) and not self._stopping.is_set()
        if domain not in self._crawls and self._turns[domain].is_due and may:
            self._crawls[domain] = asyncio.create_task(self._crawl(domain, self._turns[domain]))

    async def _crawl(self, domain: str, turn: SiteTurn) -> None:
        await self._wait_until_allowed(turn)
        client = await self._supervisor.usable_client()
        task = turn.take()
        if client:
            try:
                self._after(turn, await client.crawl(CrawlJob(domain, task, BUDGET)))
            except (CrawlEnded, CrawlBroke) as error:
                log.warning("crawl not done", site=domain, error=str(error))
                turn.give_back(task)
                turn.is_due = self._is_crawled(domain)
                wait = 1.0 if isinstance(error, CrawlEnded) else back_off(1)
                turn.held_until = time.time() + wait
        del self._crawls[domain]
        self._begin_crawl(domain)

    async def _wait_until_allowed(self, turn: SiteTurn) -> None:
        """Wait as long as a site is to be left alone. The clock may be set meanwhile, whatever way."""
        while 0 < (wait := turn.held_until - time.time()) <= LONGEST_FAILED and not self._stopping.is_set():
            await sleep_unless(self._stopping, min(wait, CHECK_EVERY))

    def _after(self, turn: SiteTurn, report: CrawlReport) -> None:
        """Log how a crawl went, and set when the site is next to be asked."""
        stored = {kind: count for kind, count in report.stored.items() if count}
        facts = {"site": report.site, "found": report.discovered, **stored, "left": report.left}
        facts |= {"failures": dict(report.failures)} if report.failures else {}
        if report.failed:
            wait = back_off(report.failures_in_a_row)
            turn.held_until = time.time() + wait
            log.warning("site fails", **facts, error=report.errors[:1], again_in=f"{wait:.0f} s")
        elif stored or report.discovered or report.failures:
            log.info("crawled", **facts)
        if report.resume_in is not None:
            self._schedule(report.site, max(report.resume_in, 0.1))

    def _schedule(self, domain: str, wait: float) -> None:
        self._scheduler.add_job(
            self._run_due,
            DateTrigger(datetime.now(UTC) + timedelta(seconds=wait)),
            args=[domain],
            id=domain,
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    # jobs that commands give

    async def _carry_out(self, job: Job, show: Callable[[CrawlReport], None]) -> CrawlReport | None:
        """Do what a command asks for: most is passed on to the crawl process. Raises CrawlEnded, CrawlBroke."""
        await wait_for_first(self._supervisor.ready.wait(), self._stopping.wait())
        if self._supervisor.client is None:
            message = f"{job.site}: the daemon is ending"
            raise CrawlEnded(message)
        if not isinstance(job, PollNowJob):
            return await self._supervisor.client.request(job, show)
        await self._read_sites()  # it may just have been paused
        self._poll_now(job.site)
        return None

    def _poll_now(self, domain: str) -> None:
        """Let all of a site's sources be due. Raises CrawlBroke where it is not watched, or paused."""
        if not self._is_crawled(domain):
            paused = domain in self._sites
            message = f"{domain} is {'paused: `khobao resume` lets it go on' if paused else 'not watched here'}"
            raise CrawlBroke(message)
        self._due(domain, all_sources=True)
