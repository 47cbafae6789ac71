"""One crawl of one site: its sources polled by the spiders of their kinds, then what is new fetched."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, cast

import attrs
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings as ScrapySettings

import crawlers.settings
from crawlers.frontier import Retire
from crawlers.net import scrapy_settings
from crawlers.report import CrawlReport
from crawlers.spiders import ArticleSpider, CrawlPlan, FeedSpider, ListingSpider, SitemapSpider
from crawlers.worker.protocol import PollAll, PollDue, PollSources, Revisit
from pipeline.archive import CrawlState, assess_site, ledger, link_coverage, outbox, sites, visits
from pipeline.clock import VIETNAM, now
from pipeline.event import SiteFailed, SiteRecovered, SourceRetired, SourceRevived

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.archiver import Archiver
    from crawlers.frontier import Revive, SourceState
    from crawlers.spiders import SiteSpider
    from crawlers.worker.protocol import CrawlTask
    from pipeline.config import Site
    from pipeline.event import Event

ASSESS_EVERY = 1800.0  # seconds
WALK = 120.0  # seconds that the sources of one kind are walked along before what they named is fetched

SPIDERS: tuple[type[SiteSpider], ...] = (FeedSpider, SitemapSpider, ListingSpider)


@attrs.define(eq=False)
class Crawl:
    """A crawl of one site, to be run once."""

    archiver: Archiver
    domain: str
    task: CrawlTask
    budget: float = float("inf")
    """Seconds after which no further article is begun."""
    report: CrawlReport = attrs.field(init=False)
    _crawler: Crawler | None = None
    _stopped: bool = False

    def __attrs_post_init__(self) -> None:
        """Begin to count."""
        self.report = CrawlReport(self.domain)

    @property
    def site(self) -> Site:
        """The site as its file says now."""
        return self.archiver.sites[self.domain]

    async def run(self) -> CrawlReport:
        """Poll, fetch, archive; remember how the site answered; announce when it fails and when it recovers."""
        begun = time.monotonic()
        if isinstance(self.task, Revisit):
            await self._run_spider(ArticleSpider, begun + self.budget, revisit=self.task.urls)
        else:
            await self._poll_and_fetch(self._urls(self.task), begun + self.budget)
        self.report.seconds = round(time.monotonic() - begun, 1)
        self.report.left = self.archiver.frontier.waiting(self.domain)
        self.report.resume_in = self._resume_in()
        self._add_to_ledger()
        if not self._stopped:
            self._record_outcome()
            self.archiver.frontier.forget_done(self.domain)
            self.archiver.frontier.links.forget_old(self.domain)
        return self.report

    def _urls(self, task: PollAll | PollDue | PollSources) -> Sequence[str]:
        match task:
            case PollAll():
                return [source.url for source in self.site.sources]
            case PollDue():
                return self.archiver.schedule.due(self.site)
            case PollSources():
                return [source.url for source in self.site.sources if source.url in task.urls]

    async def _poll_and_fetch(self, urls: Sequence[str], until: float) -> None:
        """Poll sources and fetch what they named, in rounds while a source is too long for one walk.

        What such a source named first is fetched before it is walked on, and a section that was found meanwhile has its
        round. A round that brings nothing on is the last.
        """
        before: object = None
        polled = {source.url for source in self.site.sources}
        while True:
            kinds = {source.kind for source in self.site.sources if source.url in urls}
            for spider in (*(spider for spider in SPIDERS if spider.kind in kinds), ArticleSpider):
                await self._run_spider(spider, until, urls)
            unfinished = [state for state in map(self._state, urls) if state.is_unfinished]
            sections = [source.url for source in self.site.sources if source.url not in polled]
            urls = [*(state.url for state in unfinished), *sections]
            progress = ([state.walk.resume for state in unfinished], sections, self.report.discovered)
            if not urls or progress == before or self._stopped or time.monotonic() >= until:
                return
            polled |= set(sections)
            before = progress

    def _state(self, url: str) -> SourceState:
        return self.archiver.frontier.source_state(self.domain, url)

    def stop(self) -> None:
        """Finish what is in flight, or give it back."""
        self._stopped = True
        if self._crawler and self._crawler.spider:
            cast("SiteSpider", self._crawler.spider).stop()

    async def _run_spider(
        self, spider: type[SiteSpider], until: float, urls: Sequence[str] = (), revisit: Sequence[str] | None = None
    ) -> None:
        if self._stopped:
            return
        values = {key: value for key, value in vars(crawlers.settings).items() if key.isupper()}
        settings = ScrapySettings({**values, **scrapy_settings(self.site, self.archiver.settings)})
        fetch = spider is ArticleSpider
        self._crawler = crawler = Crawler(spider, settings, init_reactor=False)
        await AsyncCrawlerRunner().crawl(
            crawler,
            site=self.domain,
            archiver=self.archiver,
            plan=CrawlPlan(
                sources=urls,
                fetch=fetch,
                revisit=revisit,
                until=until if fetch else min(until, time.monotonic() + WALK),
            ),
            report=self.report,
        )
        self._crawler = None
        fault = cast("SiteSpider", crawler.spider).fault
        if fault:
            raise fault

    def _resume_in(self) -> float | None:
        """Seconds until a source is due, an address may be fetched, or an article revisited; None for never."""
        revisit = visits.next_at(self.archiver.intake.archive.db, self.domain)
        poll = self.archiver.schedule.next_due(self.site)
        waits = (poll, self.archiver.frontier.next_try(self.domain), revisit.timestamp() if revisit else None)
        due = min((moment for moment in waits if moment is not None), default=None)
        if due is None:
            return None
        return max(0.0, due - time.time(), self.archiver.frontier.site_state(self.domain).blocked_until - time.time())

    def _add_to_ledger(self) -> None:
        archive = self.archiver.intake.archive
        with archive.transaction():
            site_id = sites.upsert(archive.db, self.site)
            ledger.add(archive.db, site_id, now().astimezone(VIETNAM).date(), self.report.lines)

    def _record_outcome(self) -> None:
        state = self.archiver.frontier.site_state(self.domain)
        failures = self.report.failures_in_a_row = state.failures + 1 if self.report.failed else 0
        error = "; ".join(self.report.errors[:3]) if self.report.failed else None
        event = health_change(state.failures, failures, self.report, now())
        changes = self.archiver.schedule.changes(self.site)
        archive = self.archiver.intake.archive
        with archive.transaction():
            if event:
                outbox.append(archive.db, event)
            for change in changes:
                outbox.append(archive.db, source_change(self.domain, change, now()))
        # Once they are announced: a crash in between tells it twice, never not at all.
        self.archiver.frontier.save_site(attrs.evolve(state, failures=failures, error=error, crawled_at=time.time()))
        for change in changes:
            self.archiver.schedule.apply(self.site, change)
        self._assess(failures, error)

    def _assess(self, failures: int, error: str | None) -> None:
        """Assess the site's health, every half hour: that reads its last eight weeks."""
        if time.monotonic() - self.archiver.assessed_at.get(self.domain, float("-inf")) < ASSESS_EVERY:
            return
        self.archiver.assessed_at[self.domain] = time.monotonic()
        states = [self._state(source.url) for source in self.site.sources]
        retired = [state.url for state in states if state.retired]
        archive = self.archiver.intake.archive
        held = partial(link_coverage.held_and_others, archive.db, self.domain)
        crawls = CrawlState(
            failed_crawls=failures,
            error=error,
            retired_sources=retired,
            links=self.archiver.frontier.links.coverage(self.domain, held),
            wants_all=not any(source.since or source.max_pages for source in self.site.sources),
        )
        assess_site(archive, self.domain, now(), crawls)


def health_change(before: int, after: int, report: CrawlReport, at: datetime) -> Event | None:
    """Compare the numbers of failed crawls in a row before and after a crawl: a first failure or a recovery is news."""
    errors = report.errors[:3]
    if after and not before:
        return SiteFailed(at=at, site=report.site, errors=errors)
    if before and not after:
        return SiteRecovered(at=at, site=report.site, errors=errors)
    return None


def source_change(site: str, change: Retire | Revive, at: datetime) -> Event:
    """Announce that a source is asked but once a day from now on, or as before again."""
    if isinstance(change, Retire):
        return SourceRetired(at=at, site=site, source=change.url, reason=change.reason)
    return SourceRevived(at=at, site=site, source=change.url)
