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

import attrs
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from crawlers.frontier import read_failing
from crawlers.net import LONGEST_FAILED, back_off
from crawlers.websub import Subscriber
from crawlers.worker import RESTART_AFTER, STEADY, CrawlBroke, CrawlClient, CrawlEnded, Keeper, listen, sleep_until
from pipeline.annotation import Annotation
from pipeline.archive import prepare_archive
from pipeline.errors import BadFile
from pipeline.runtime import check_free, write_liveness
from pipeline.watches import Dispatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.config import Home, Site

BUDGET = 300.0  # seconds a crawl may go on fetching before the site's sources get their turn again
PULSE = 5.0  # seconds from one look at sites/ and at the clock to the next
CLOCK_JUMP = 30.0  # seconds; a clock that is set by as much is no longer to be waited by

log = structlog.get_logger()


@attrs.define
class Turn:
    """What one site is due for: `everything`, sources that were `asked` for, or what the crawl process finds due.

    One crawl of it at a time.
    A site that fails is left alone until `held_until` (epoch seconds).
    """

    everything: bool = False
    asked: set[str] = attrs.field(factory=set)
    wanted: bool = False
    held_until: float = 0.0
    task: asyncio.Task[None] | None = None


class Daemon:
    """`khobao run`. Hold the home's lock while it runs. `serve` is where Datasette listens, None for nowhere."""

    def __init__(self, home: Home, *, serve: tuple[str, int] | None, log_json: bool = False) -> None:
        self.home = home
        self._serve = serve
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._stopping = asyncio.Event()
        self._keeper = Keeper(home, self._stopping, log_json=log_json)
        self._children: list[asyncio.Task[None]] = []
        self._listening: asyncio.AbstractServer | None = None
        self._turns: dict[str, Turn] = {}
        self._sites: dict[str, Site] = {}
        self._stamps: dict[Path, int] | None = None

    async def run(self) -> None:
        """Run until SIGTERM or Ctrl-C; then finish or give back what is in flight, within 20 seconds."""
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, self._stopping.set)
        settings = self.home.settings()
        if self._serve:
            check_free(*self._serve)
        self.home.prepare()
        prepare_archive(self.home.archive)
        if not settings.contact:
            log.warning("no contact in khobao.toml: sites can't write to you, so the crawler goes slower")
        self._children = [asyncio.create_task(self._keeper.run()), asyncio.create_task(self._pulse())]
        self._children += [asyncio.create_task(Dispatcher(self.home, self._stopping).run())]
        self._children += [asyncio.create_task(self._keep_serving(*self._serve))] if self._serve else []
        if settings.callback:
            subscriber = Subscriber(self.home, settings, lambda: self._sites, self._called)
            self._children += [asyncio.create_task(subscriber.run(self._stopping))]
        self._scheduler.start()
        try:
            await self._go_on()
        finally:
            await self._stop()

    async def _go_on(self) -> None:
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
        await asyncio.gather(*(turn.task for turn in self._turns.values() if turn.task), return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        self.home.socket.unlink(missing_ok=True)
        self.home.heart.unlink(missing_ok=True)
        log.info("stopped")

    # what is due

    async def _pulse(self) -> None:
        """Look at sites/ again and again; and give every site a turn when the clock is set, by which turns wait."""
        offset = time.time() - time.monotonic()
        while not self._stopping.is_set():
            try:
                await self._read_sites()
            except OSError as error:
                log.warning("sites can't be read", error=str(error))
            self._beat()
            await sleep_until(self._stopping, PULSE)
            jump, offset = time.time() - time.monotonic() - offset, time.time() - time.monotonic()
            if abs(jump) > CLOCK_JUMP:
                log.warning("the clock was set", by=f"{jump:+.0f} s")
                for domain in self._sites:
                    self._due(domain)

    def _beat(self) -> None:
        with contextlib.suppress(OSError):  # a full disk
            write_liveness(self.home.heart, self._keeper.heard_at)

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
        await self._take_up(sites)

    async def _take_up(self, sites: dict[str, Site]) -> None:
        """Give a turn to what sites/ says now: sites that are new, changed or resumed; and stop what is paused."""
        failing = read_failing(self.home.frontier)
        before, self._sites = self._sites, sites
        for domain, site in sites.items():
            if site.paused and domain in before and not before[domain].paused and self._keeper.client:
                await self._keeper.client.stop(domain)
        for domain in sites.keys() - before.keys():
            failures, crawled_at = failing.get(domain, (0, 0.0))
            self._turns[domain] = Turn(held_until=crawled_at + back_off(failures) if failures else 0.0)
        for domain in (domain for domain in sites if sites[domain] != before.get(domain)):
            self._due(domain)

    async def _comes(self, domain: str) -> None:
        """Let a site have its turn: what APScheduler runs (a coroutine, or it would be run in a thread)."""
        self._due(domain)

    def _called(self, domain: str, source: str) -> None:
        """Let one source of a site be due: a hub says that it brings something."""
        if domain in self._turns:
            self._turns[domain].asked.add(source)
            self._due(domain)

    def _due(self, domain: str, *, everything: bool = False) -> None:
        """Note that a site is due, for all its sources or for what is due of it; crawl if no crawl is under way."""
        if not _works(self._sites, domain):
            return
        turn = self._turns[domain]
        turn.wanted = True
        turn.everything |= everything
        self._take_turn(domain)

    def _now(self, domain: str) -> dict[str, Any]:
        """Let all of a site's sources be due. Raises CrawlBroke where it is not watched, or paused."""
        site = self._sites.get(domain)
        if site is None or site.paused:
            message = f"{domain} is {'paused: `khobao resume` lets it go on' if site else 'not watched here'}"
            raise CrawlBroke(message)
        self._due(domain, everything=True)
        return {"sources": len(site.sources)}

    def _take_turn(self, domain: str) -> None:
        turn = self._turns[domain]
        may = _works(self._sites, domain) and not self._stopping.is_set()
        if turn.task is None and turn.wanted and may:
            turn.task = asyncio.create_task(self._crawl_site(domain, turn))

    async def _crawl_site(self, domain: str, turn: Turn) -> None:
        await self._hold(turn)
        client = await self._client()
        everything, asked, turn.everything, turn.asked, turn.wanted = turn.everything, turn.asked, False, set(), False
        if client:
            try:
                sources = None if everything else sorted(asked) or "due"
                tally = await client.crawl(domain, sources=sources, budget=BUDGET)
                self._after(domain, turn, tally)
            except (CrawlEnded, CrawlBroke) as error:
                log.warning("crawl not done", site=domain, error=str(error))
                turn.everything, turn.asked = turn.everything or everything, turn.asked | asked
                turn.wanted = _works(self._sites, domain)
                wait = 1.0 if isinstance(error, CrawlEnded) else back_off(1)
                turn.held_until = time.time() + wait
        turn.task = None
        self._take_turn(domain)

    async def _hold(self, turn: Turn) -> None:
        """Wait as long as a site is to be left alone. The clock may be set meanwhile, whatever way."""
        while 0 < (wait := turn.held_until - time.time()) <= LONGEST_FAILED and not self._stopping.is_set():
            await sleep_until(self._stopping, min(wait, PULSE))

    async def _client(self) -> CrawlClient | None:
        """Wait for a crawl process that may crawl, and return it; None where we stop before there is one."""
        await _first(self._keeper.ready.wait(), self._stopping.wait())
        client = self._keeper.client
        if client:
            await _first(client.room.wait(), client.listening, self._stopping.wait())
        return None if self._stopping.is_set() else client

    def _after(self, domain: str, turn: Turn, tally: dict[str, Any]) -> None:
        """Say how a crawl went, and when the site is next to be asked."""
        stored = {kind: count for kind, count in tally["stored"].items() if count}
        facts = {"site": domain, "found": tally["discovered"], **stored, "left": tally["left"]}
        facts |= {"failures": tally["failures"]} if tally["failures"] else {}
        if tally["failed"]:
            wait = back_off(tally["failures_in_a_row"])
            turn.held_until = time.time() + wait
            log.warning("site fails", **facts, error=tally["errors"][:1], again_in=f"{wait:.0f} s")
        elif stored or tally["discovered"] or tally["failures"]:
            log.info("crawled", **facts)
        if tally["resume_in"] is not None:
            self._set_turn(domain, max(tally["resume_in"], 0.1))

    def _set_turn(self, domain: str, wait: float) -> None:
        when = DateTrigger(datetime.now(UTC) + timedelta(seconds=wait))
        self._scheduler.add_job(self._comes, when, args=[domain], id=domain, replace_existing=True, **ONCE)

    # children

    async def _keep_serving(self, host: str, port: int) -> None:
        """Keep Datasette running."""
        ended = 0
        where = ("--home", str(self.home.folder), "--host", host, "--port", str(port))
        while not self._stopping.is_set():
            begun = time.monotonic()
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "browse.serve", *where),
                start_new_session=True,  # Ctrl-C is ours to pass on
            )
            await _first(child.wait(), self._stopping.wait())
            if child.returncode is None:
                child.terminate()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(child.wait(), 5)
            if child.returncode is None:
                child.kill()
                await child.wait()
            if not self._stopping.is_set():
                ended = 0 if time.monotonic() - begun > STEADY else ended + 1
                log.error("datasette ended; starting it again", status=child.returncode)
                await sleep_until(self._stopping, RESTART_AFTER[min(ended, len(RESTART_AFTER) - 1)])

    # orders from commands

    async def _carry_out(self, order: dict[str, Any], progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """Do what a command asks for: most is passed on to the crawl process. Raises CrawlEnded, CrawlBroke."""
        await _first(self._keeper.ready.wait(), self._stopping.wait())
        client, site = self._keeper.client, order.pop("site")
        if client is None:
            message = f"{site}: the daemon is ending"
            raise CrawlEnded(message)
        if order.get("now"):
            await self._read_sites()  # it may just have been paused
            return self._now(site)
        if "note" in order:
            await client.annotate(Annotation.from_json(order["note"]))
            return {}
        return await client.crawl(site, **order, progress=progress)


def _works(sites: Mapping[str, Site], domain: str) -> bool:
    return domain in sites and not sites[domain].paused


ONCE: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


async def _first(*waits: Any) -> None:
    tasks = [asyncio.ensure_future(one) for one in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task, one in zip(tasks, waits, strict=True):
        if task is not one:  # a task of another's goes on
            task.cancel()
