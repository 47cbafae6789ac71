"""SiteSpider: the crawl of one site, whatever its sources are; the spiders in spiders/ say how theirs are read."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from crawlers.archiver import Archiver, open_archiver
from crawlers.net import PATIENCE, Refused, admit, block_for, capture_of, concurrency_of, delay_of, slow_down
from crawlers.report import CrawlReport
from crawlers.spiders.revisits import Looks
from pipeline.archive import prepare_archive
from pipeline.config import Home
from pipeline.errors import KhobaoError
from pipeline.extraction import article_of
from pipeline.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawlers.frontier import Lease
    from pipeline.archive import Due
    from pipeline.capture import Capture
    from pipeline.config import Site, Source

# What a status means for an address: a word to count by. Others are "http NNN".
REASONS = {404: "gone", 410: "gone", 401: "forbidden", 403: "forbidden", 451: "forbidden"}
OVERLOADED = {429: "overloaded", 503: "overloaded"}
FINAL = {"gone", "moved away", "robots.txt", "refused"}  # asking again soon would bring the same
GRACE = 5.0  # seconds a page in flight is given when the crawl is told to stop; then its address is given back


class SiteSpider(scrapy.Spider):
    """Poll a site's sources, then fetch what waits in the frontier, newest first, and archive it.

    Scrapy's part is the way to the wire and back (robots.txt, delays, redirects, retries, decompression). Which address
    comes next is the frontier's: so requests are awaited here one by one instead of being yielded to Scrapy's own
    queue, which would forget them with the process.

    `sources` are the URLs to poll (default: all of the spider's kind). `fetch` whether articles are fetched then.
    `again` are addresses to look at once more instead of what waits. `until` is when to stop (time.monotonic).
    """

    kind: str | None = None

    def __init__(  # noqa: PLR0913  what a crawl is told
        self,
        site: str,
        archiver: Archiver | None = None,
        *,
        sources: Sequence[str] | None = None,
        fetch: bool = True,
        again: Sequence[str] | None = None,
        until: float = float("inf"),
        report: CrawlReport | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.domain = site
        self.wanted = sources
        self.fetching = fetch
        self.again = None if again is None else list(reversed(again))
        self.until = until
        self.report = report or CrawlReport(site)
        self.stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.fault: Exception | None = None
        self._exit = AsyncExitStack()
        if archiver:
            self._sit_down(archiver)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Make one as Scrapy does."""
        spider: SiteSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        return spider

    def _sit_down(self, archiver: Archiver) -> None:
        if self.domain not in archiver.sites:
            message = (
                f"{self.domain}: no such site in {archiver.home.sites_folder} (there: {', '.join(archiver.sites)})"
            )
            raise KhobaoError(message)
        self.archiver = archiver
        self.frontier = archiver.frontier
        self.site: Site = archiver.sites[self.domain]
        self.looks = Looks(self)
        admit(self.site)

    @property
    def sources(self) -> list[Source]:
        """The site's sources of this spider's kind, as far as they are wanted now."""
        mine = [source for source in self.site.sources if source.kind == self.kind]
        return [source for source in mine if self.wanted is None or source.url in self.wanted]

    async def start(self) -> AsyncIterator[Request]:
        """Do the whole crawl. Yields nothing: see the class."""
        try:
            await self._crawl()
        except Exception as error:
            self.fault = error  # Scrapy logs it and calls the crawl finished
            raise
        return
        yield  # what makes this the generator that Scrapy wants

    async def _crawl(self) -> None:
        if not hasattr(self, "archiver"):  # a plain `scrapy crawl`
            home = Home(Path(os.path.abspath(self.settings["KHOBAO_HOME"])))  # noqa: ASYNC240, PTH100  asks no disk
            self._exit.enter_context(home.lock())
            home.prepare()
            prepare_archive(home.archive)
            self._sit_down(await self._exit.enter_async_context(open_archiver(home)))
            slow_down(self.crawler, "", delay_of(self.site, self.archiver.settings))
        await self._run(self.poll)
        if self.fetching and not self.stopping.is_set():
            workers = concurrency_of(self.site, self.archiver.settings)
            await self._run(*[self.drain if self.again is None else self.look_again] * workers)

    async def _run(self, *work: Any) -> None:
        self._tasks = [asyncio.ensure_future(one()) for one in work]
        for result in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    def stop(self) -> None:
        """Finish the pages in flight, and give those back that take longer than GRACE."""
        self.stopping.set()
        for task in self._tasks:
            asyncio.get_running_loop().call_later(GRACE, task.cancel)

    async def closed_down(self) -> None:
        """Give back what was opened here."""
        await self._exit.aclose()

    async def poll(self) -> None:
        """Ask the site's sources what is new. This spider has none."""

    async def drain(self) -> None:
        """Fetch what waits until nothing does, or time is up, or the site wants to be left alone for long.

        Where nothing waits, stored articles that are due are looked at again: new ones always go first.
        """
        while time.monotonic() < self.until and await self.is_let_in():
            leases = self.frontier.lease(self.site.domain)
            if leases:
                await self._fetch(leases[0])
                continue
            seen = self.looks.next()
            if seen:
                await self._look(seen)
                continue
            due = self.frontier.next_try(self.site.domain)
            if due is None or due - time.time() > PATIENCE:
                return
            await self._sleep(max(0.05, due - time.time()))

    async def _fetch(self, lease: Lease) -> None:
        if self.archiver.intake.archive.has_captured(lease.site, [lease.url]):
            self.frontier.ack([lease])  # another page has named it as its canonical address since it was found
            return
        try:
            response = await self.ask(lease.url)
            kind = await self._keep(response, lease)
            self.report.stored[kind] += 1
            self.report.line(lease.via).count(kind)
            if kind == "empty":
                self.report.complain(f"{lease.url}: no article on the page")
                self.frontier.fail(lease, kind)
        except Refused as error:
            self.report.fail(error.reason, str(error))
            self.report.line(lease.via).failures[error.reason] += 1
            self._put_off(lease, error)
        except BaseException:  # cancelled; or a full disk, of which others will hear
            with suppress(sqlite3.Error):
                self.frontier.give_back([lease])
            raise

    async def _keep(self, response: Response, lease: Lease) -> str:
        """Archive a page. Files that a source lists among its pages are not kept (yet), nor is "under maintenance"."""
        declared = (response.headers.get(b"Content-Type") or b"html").lower()
        if b"html" not in declared:
            self.frontier.ack([lease], "not-html")
            return "not-html"
        capture = self.archiver.with_profile(self.capture(response, lease.url, lease.via))
        read = await self.archiver.extract(capture)
        if await self.looks.says_nothing(capture, article_of(read)):
            return "empty"
        return await self.archiver.archive(capture, lease, read)

    def _put_off(self, lease: Lease, error: Refused) -> None:
        if error.reason == "overloaded":
            self.frontier.give_back([lease])
        elif error.reason in FINAL:
            self.frontier.ack([lease], error.reason)
        else:
            self.frontier.fail(lease, error.reason)

    async def look_again(self) -> None:
        """Look at the named articles as they stand now."""
        assert self.again is not None
        while self.again and await self.is_let_in():
            url = self.again.pop()
            seen = self.looks.named(url)
            if seen and not await self._look(seen):
                self.again.append(url)

    async def _look(self, seen: Due) -> bool:
        """Look at an article. False where its site is overloaded: it has to be asked again."""
        try:
            self.report.stored[await self.looks.at(seen)] += 1
        except Refused as error:
            self.report.fail(error.reason, str(error))
            return False
        return True

    def capture(self, response: Response, asked_url: str, via: str | None) -> Capture:
        """Return a response's capture."""
        return capture_of(response, site=self.site.domain, asked_url=asked_url, via=via)

    async def ask(self, url: str, headers: dict[str, str] | None = None) -> Response:
        """Fetch one address of the site: 200, or 304 where `headers` ask for it. Raises Refused."""
        self.report.fetched += 1
        try:
            response = await self.crawler.engine.download_async(Request(url, headers=headers or {}, dont_filter=True))
        except IgnoreRequest as error:  # one of ours has a reason; Scrapy's own: too many redirects, too large
            message = f"{url}: {error}"
            raise Refused(message, getattr(error, "reason", "refused")) from None
        except DownloadCancelledError as error:
            message = f"{url}: {error}"
            raise Refused(message, "refused") from None  # too large: the next time it would be as large
        except Exception as error:  # noqa: BLE001  the page's edge: whatever the wire does, it is counted and put off
            message = f"{url}: {type(error).__name__}: {error}"
            raise Refused(message, "unreachable") from None
        if response.status in OVERLOADED:
            self._leave_alone(response)
        elif response.status in {200, 304}:
            self._forgive()
            return response
        reason = (OVERLOADED | REASONS).get(response.status, f"http {response.status}")
        message = f"{url}: answered {response.status}"
        raise Refused(message, reason, response.status)

    def _leave_alone(self, response: Response) -> None:
        state = self.frontier.site(self.site.domain)
        asked = retry_after((response.headers.get(b"Retry-After") or b"").decode("latin-1"), time.time())
        if state.blocked_until > time.time():  # it says so to what was under way already: no further strike
            until, strikes = time.time() + (asked or 0.0), state.strikes
        else:
            until, strikes = time.time() + block_for(asked, state.strikes), state.strikes + 1
        self.frontier.block_until(self.site.domain, max(until, state.blocked_until), strikes)

    def _forgive(self) -> None:
        state = self.frontier.site(self.site.domain)
        if state.strikes:
            self.frontier.block_until(self.site.domain, state.blocked_until, 0)

    async def is_let_in(self) -> bool:
        """Wait while the site wants to be left alone, if that is not for long, and tell whether to go on."""
        wait = self.frontier.site(self.site.domain).blocked_until - time.time()
        if wait > PATIENCE:
            return False
        if wait > 0:
            await self._sleep(wait)
        return not self.stopping.is_set()

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)
