"""SiteSpider: what Scrapy starts for one site. It only brings together what the crawl is made of."""

from __future__ import annotations

import asyncio
import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import scrapy

from crawlers.archiver import Archiver, claim_archiver
from crawlers.net import RobotsCache, SiteClient, admit, concurrency_of, delay_of, slow_down
from crawlers.report import CrawlReport
from crawlers.spiders.crawl_site import crawl_site
from crawlers.spiders.poll import ReadSource, poll_sources
from crawlers.spiders.revisits import Revisits
from pipeline.config import Home
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence
    from contextlib import AbstractAsyncContextManager

    from scrapy import Request
    from scrapy.crawler import Crawler

    from pipeline.config import Site, Source, SourceKind

GRACE = 5.0  # seconds a page in flight is given when the crawl is told to stop; then its address is given back


@attrs.frozen(kw_only=True)
class CrawlPlan:
    """What a crawl of a site is to do."""

    sources: Sequence[str] | None = None
    """URLs of the sources to poll; None: all of the spider's kind."""
    fetch: bool = True
    """Fetch what waits in the frontier, once the sources are polled."""
    revisit: Sequence[str] | None = None
    """URLs of stored articles to visit instead of what waits."""
    until: float = float("inf")
    """When to stop (time.monotonic)."""


class SiteSpider(scrapy.Spider):
    """Polls a site's sources of one kind, then fetches what waits in the frontier. Made by `from_crawler`.

    `robots` are the rules of hosts that earlier crawls have read. `fault` is what ended the crawl, if anything did:
    Scrapy logs it and calls the crawl finished.
    """

    kind: ClassVar[SourceKind | None] = None

    def __init__(
        self,
        site: Site,
        archiver: AbstractAsyncContextManager[Archiver],
        plan: CrawlPlan,
        report: CrawlReport,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.robots = RobotsCache()
        self.fault: Exception | None = None
        self._archiver = archiver
        self._plan = plan
        self._report = report
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        admit(site)

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, site: str, archiver: Archiver | None = None, *args: Any, **kwargs: Any
    ) -> SiteSpider:
        """Make one as Scrapy does; a plain `scrapy crawl` opens KHOBAO_HOME. Also takes a `plan` and a `report`."""
        home = archiver.home if archiver else Home(Path(os.path.abspath(crawler.settings["KHOBAO_HOME"])))  # noqa: PTH100
        sites = archiver.sites if archiver else {watched.domain: watched for watched in home.sites()}
        if site not in sites:
            raise KhobaoError(f"{site}: no such site in {home.sites_folder} (there: {', '.join(sites)})")
        opened = nullcontext(archiver) if archiver else claim_archiver(home)
        plan, report = kwargs.pop("plan", CrawlPlan()), kwargs.pop("report", None) or CrawlReport(site)
        spider: SiteSpider = super().from_crawler(crawler, sites[site], opened, plan, report, *args, **kwargs)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Do the whole crawl. Yields nothing: see `SiteClient`."""
        try:
            async with self._archiver as archiver:
                await self._crawl(archiver)
        except Exception as error:
            self.fault = error
            raise
        return
        yield  # what makes this the generator that Scrapy wants

    async def _crawl(self, archiver: Archiver) -> None:
        plan, report, site = self._plan, self._report, self.site
        self.robots = archiver.robots
        slow_down(self.crawler, delay_of(site, archiver.settings))
        client = SiteClient(self.crawler.engine, site, archiver.frontier, report, self._stopping)
        if reader := self.reader():
            await archiver.learn_shapes(site)
            await self._run(poll_sources(self._sources(), reader, client, archiver, report, plan.until))
        if not plan.fetch or self._stopping.is_set():
            return
        revisits = Revisits(client, archiver, site, report)
        workers = range(concurrency_of(site, archiver.settings))
        if plan.revisit is None:
            await self._run(*(crawl_site(client, archiver, revisits, report, until=plan.until) for _ in workers))
        else:
            urls = list(reversed(plan.revisit))
            await self._run(*(revisits.visit_named(urls) for _ in workers))

    def reader(self) -> ReadSource | None:
        """How a source of this spider's kind is read; None: it has none, and only fetches."""
        return None

    def _sources(self) -> list[Source]:
        """Sources of this spider's kind, as far as they are to be polled now."""
        urls = self._plan.sources
        return [s for s in self.site.sources if s.kind == self.kind and (urls is None or s.url in urls)]

    async def _run(self, *work: Coroutine[Any, Any, None]) -> None:
        self._tasks = [asyncio.ensure_future(coroutine) for coroutine in work]
        for result in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    def stop(self) -> None:
        """Finish the pages in flight, and give those back that take longer than GRACE."""
        self._stopping.set()
        for task in self._tasks:
            asyncio.get_running_loop().call_later(GRACE, task.cancel)
