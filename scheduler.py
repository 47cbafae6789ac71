"""The daemon: runs what is due, keeps the children alive, stops cleanly. Thin: each act stands in its own package.

What is due comes from sites/ and frontier.db, never from a job store. Children: the crawl process, and Datasette.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from crawlers.client import CrawlBroke, CrawlClient, CrawlEnded, open_socket_folder, start
from crawlers.frontier import read_state
from crawlers.politeness import back_off
from crawlers.process import LINE_LIMIT
from pipeline.database import prepare_archive
from pipeline.errors import BadFile
from pipeline.note import note_of
from pipeline.ports import check_free

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.home import Home
    from pipeline.site import Site, Source

BUDGET = 300.0  # seconds a crawl may go on fetching before the site's sources get their turn again
READ_SITES_EVERY = 5.0  # seconds
RESTART_AFTER = (0.0, 0.5, 1.0, 5.0, 30.0)  # seconds before a child that ended is started again; the last from then on
STEADY = 10.0  # seconds after which a child counts as well

log = structlog.get_logger()


@attrs.define
class Turn:
    """What one site is due for. Only one crawl of it is ever under way."""

    sources: set[str] = attrs.field(factory=set)
    wanted: bool = False
    held_until: float = 0.0
    task: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None


class Daemon:
    """`khobao run`. Hold the home's lock while it runs. `serve` is where Datasette listens, None for nowhere."""

    def __init__(self, home: Home, *, serve: tuple[str, int] | None, log_json: bool = False) -> None:
        self.home = home
        self._serve = serve
        self._log_json = log_json
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._stopping = asyncio.Event()
        self._crawl: CrawlClient | None = None
        self._crawl_ready = asyncio.Event()
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
        self._children = [asyncio.create_task(self._keep_crawling())]
        self._children += [asyncio.create_task(self._keep_serving(*self._serve))] if self._serve else []
        self._scheduler.start()
        try:
            await self._go_on()
        finally:
            await self._stop()

    async def _go_on(self) -> None:
        self._listening = await self._listen()
        await self._read_sites()
        self._scheduler.add_job(self._read_sites, IntervalTrigger(seconds=READ_SITES_EVERY), **ONCE)
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
        log.info("stopped")

    # what is due

    async def _read_sites(self) -> None:
        """Schedule the sources of all sites, and what changed in sites/ since; a faulty file leaves all as it is."""
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
        """Schedule what sites/ says now: sources that are new or changed, sites that are new, paused, resumed."""
        jobs = {key: pair for site in sites.values() for key, pair in _jobs(site).items()}
        old = {key: source for site in self._sites.values() for key, (_, source) in _jobs(site).items()}
        for key in old.keys() - jobs.keys():
            self._scheduler.remove_job(key)
        polled, failing = read_state(self.home.frontier)
        for key, (site, source) in jobs.items():
            if old.get(key) != source:
                self._schedule(key, site, source, polled.get(source.url))
        before, self._sites = self._sites, sites
        for domain, site in sites.items():
            if site.paused and domain in before and not before[domain].paused and self._crawl:
                await self._crawl.stop(domain)
        for domain in sites.keys() - before.keys():
            failures, crawled_at = failing.get(domain, (0, 0.0))
            self._turns[domain] = Turn(held_until=crawled_at + back_off(failures) if failures else 0.0)
        for domain in (domain for domain in sites if _works(sites, domain) and not _works(before, domain)):
            self._due(domain)  # what was left waiting when the last daemon ended, or it was paused

    def _schedule(self, key: str, site: Site, source: Source, polled_at: float | None) -> None:
        now = datetime.now(UTC)
        due = datetime.fromtimestamp(polled_at, UTC) + source.every if polled_at else now
        seconds = source.every.total_seconds()
        trigger = IntervalTrigger(seconds=seconds, jitter=min(seconds / 10, 60), timezone=UTC)
        self._scheduler.add_job(
            self._poll,
            trigger,
            args=[site.domain, source.url],
            id=key,
            replace_existing=True,
            next_run_time=max(due, now + timedelta(milliseconds=10)),
            **ONCE,
        )

    async def _poll(self, domain: str, url: str) -> None:
        """Note that a source is due: what APScheduler runs (a coroutine, or it would be run in a thread)."""
        self._due(domain, url)

    def _due(self, domain: str, url: str | None = None) -> None:
        """Note that a source (or only what waits in the frontier) is due, and crawl if no crawl is under way."""
        if not _works(self._sites, domain):
            return
        turn = self._turns[domain]
        turn.wanted = True
        if url:
            turn.sources.add(url)
        self._take_turn(domain)

    def _now(self, domain: str) -> dict[str, Any]:
        """Let all of a site's sources be due. Raises CrawlBroke where it is not watched, or paused."""
        site = self._sites.get(domain)
        if site is None or site.paused:
            message = f"{domain} is {'paused: `khobao resume` lets it go on' if site else 'not watched here'}"
            raise CrawlBroke(message)
        for source in site.sources:
            self._due(domain, source.url)
        return {"sources": len(site.sources)}

    def _take_turn(self, domain: str) -> None:
        turn = self._turns[domain]
        may = _works(self._sites, domain) and not self._stopping.is_set()
        if turn.task is None and turn.wanted and may:
            turn.task = asyncio.create_task(self._crawl_site(domain, turn))

    async def _crawl_site(self, domain: str, turn: Turn) -> None:
        await self._wait(turn.held_until - time.time())
        await _first(self._crawl_ready.wait(), self._stopping.wait())
        sources, turn.sources, turn.wanted = turn.sources, set(), False
        if not self._stopping.is_set() and self._crawl:
            try:
                tally = await self._crawl.crawl(domain, sources=sorted(sources), budget=BUDGET)
                self._after(domain, turn, tally)
            except (CrawlEnded, CrawlBroke) as error:
                log.warning("crawl not done", site=domain, error=str(error))
                turn.sources |= sources
                turn.wanted = _works(self._sites, domain)
                turn.held_until = time.time() + (1.0 if isinstance(error, CrawlEnded) else back_off(1))
        turn.task = None
        self._take_turn(domain)

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
        if turn.timer:
            turn.timer.cancel()
        if tally["resume_in"] is not None:
            wait = max(tally["resume_in"], 0.1)
            turn.timer = asyncio.get_running_loop().call_later(wait, self._due, domain)

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)

    # children

    async def _keep_crawling(self) -> None:
        """Keep a crawl process running. Its heart is to be heard here, and its memory looked at."""
        ended = 0
        while not self._stopping.is_set():
            begun = time.monotonic()
            self.home.prepare()
            prepare_archive(self.home.archive)  # it may have been deleted under the last one
            self._crawl = await start(self.home, log_json=self._log_json)
            ending = asyncio.create_task(self._crawl.wait())
            ready = asyncio.create_task(self._crawl.ready.wait())
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({ending, ready}, return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                self._crawl_ready.set()
            await asyncio.wait({ending, stopping}, return_when=asyncio.FIRST_COMPLETED)
            self._crawl_ready.clear()
            await self._crawl.close()
            ready.cancel()
            stopping.cancel()
            if not self._stopping.is_set():
                ended = 0 if time.monotonic() - begun > STEADY else ended + 1
                log.error("crawl process ended; a new one goes on where it was", status=await ending)
                await self._wait(RESTART_AFTER[min(ended, len(RESTART_AFTER) - 1)])

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
                await self._wait(RESTART_AFTER[min(ended, len(RESTART_AFTER) - 1)])

    # orders from `khobao crawl`

    async def _listen(self) -> asyncio.AbstractServer:
        self.home.socket.unlink(missing_ok=True)
        with open_socket_folder(self.home.socket) as path:
            server = await asyncio.start_unix_server(self._answer, path, limit=LINE_LIMIT)
        self.home.socket.chmod(0o600)
        return server

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass orders on to the crawl process, and its reports back."""

        def send(message: dict[str, Any]) -> None:
            writer.write(json.dumps(message).encode() + b"\n")

        async def carry_out(order: dict[str, Any]) -> None:
            number = order.pop("id")
            try:
                await _first(self._crawl_ready.wait(), self._stopping.wait())
                assert self._crawl is not None
                site = order.pop("site")
                if order.get("now"):
                    send({"id": number, "done": self._now(site)})
                    return
                if "note" in order:
                    await self._crawl.keep_note(note_of(order["note"]))
                    send({"id": number, "done": {}})
                    return
                done = await self._crawl.crawl(site, **order, progress=lambda p: send({"id": number, "progress": p}))
                send({"id": number, "done": done})
            except (CrawlEnded, CrawlBroke) as error:
                send({"id": number, "error": str(error)})

        orders: set[asyncio.Task[None]] = set()
        with contextlib.suppress(ConnectionError, ValueError):
            while line := await reader.readline():
                orders.add(asyncio.create_task(carry_out(json.loads(line))))
        for order in orders:
            order.cancel()
        writer.close()


def _jobs(site: Site) -> dict[str, tuple[Site, Source]]:
    """Return the sources that a site is to be polled for: none while it is paused."""
    return {} if site.paused else {f"{site.domain} {source.url}": (site, source) for source in site.sources}


def _works(sites: Mapping[str, Site], domain: str) -> bool:
    return domain in sites and not sites[domain].paused


ONCE: dict[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


async def _first(*waits: Any) -> None:
    tasks = [asyncio.ensure_future(one) for one in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
