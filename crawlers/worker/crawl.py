"""One crawl of one site: its sources polled by the spiders of their kinds, then what is new fetched."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal, cast

import attrs
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings as ScrapySettings

from crawlers import settings as project
from crawlers.frontier import Retire
from crawlers.net import scrapy_settings
from crawlers.report import CrawlReport
from crawlers.spiders import ArticleSpider, CrawlPlan, FeedSpider, ListingSpider, SitemapSpider
from pipeline.archive import CrawlState, assess_site, ledger, next_due, outbox
from pipeline.clock import VIETNAM, now
from pipeline.event import SiteFailed, SiteRecovered, SourceRetired, SourceRevived

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawlers.archiver import Archiver
    from crawlers.frontier import Revive, SourceState
    from crawlers.spiders import SiteSpider
    from pipeline.event import Event

WEIGH_EVERY = 1800.0  # seconds
WALK = 120.0  # seconds that the sources of one kind are walked along before what they named is fetched

SPIDERS: tuple[type[SiteSpider], ...] = (FeedSpider, SitemapSpider, ListingSpider)


@attrs.define(eq=False)
class Crawl:
    """A crawl of one site, to be run once. `sources`: the URLs to poll, None for all, "due" for those that are.

    `again`: addresses to look at once more, instead. `budget`: seconds after which no further article is begun.
    """

    archiver: Archiver
    site: str
    sources: Sequence[str] | Literal["due"] | None = None
    again: Sequence[str] | None = None
    budget: float = float("inf")
    report: CrawlReport = attrs.field(init=False)
    _crawler: Crawler | None = None
    _stopped: bool = False

    def __attrs_post_init__(self) -> None:
        """Begin to count."""
        self.report = CrawlReport(self.site)

    async def run(self) -> CrawlReport:
        """Poll, fetch, archive; remember how the site answered; announce when it fails and when it recovers."""
        begun = time.monotonic()
        until = begun + self.budget
        stood: object = None
        if self.sources == "due":
            self.sources = self.archiver.schedule.due(self.archiver.sites[self.site])
        while True:
            for spider in self._spiders():
                if not self._stopped:
                    await self._run(spider, until)
            unfinished = self._unfinished()
            self.sources = [state.url for state in unfinished]
            stands = ([state.walk.resume for state in unfinished], self.report.discovered)
            if not unfinished or stands == stood or self._stopped or time.monotonic() >= until:
                break
            stood = stands  # a round that brings nothing on is the last
        self.report.seconds = round(time.monotonic() - begun, 1)
        self.report.left = self.archiver.frontier.waiting(self.site)
        self.report.resume_in = self._resume_in()
        self._keep_ledger()
        if not self._stopped:
            self._remember()
            self.archiver.frontier.forget_done(self.site)
        return self.report

    def stop(self) -> None:
        """Finish what is in flight, or give it back."""
        self._stopped = True
        if self._crawler and self._crawler.spider:
            cast("SiteSpider", self._crawler.spider).stop()

    def _spiders(self) -> list[type[SiteSpider]]:
        if self.again is not None:
            return [ArticleSpider]
        kinds = {
            source.kind
            for source in self.archiver.sites[self.site].sources
            if self.sources is None or source.url in self.sources
        }
        return [*(spider for spider in SPIDERS if spider.kind in kinds), ArticleSpider]

    def _unfinished(self) -> list[SourceState]:
        """Return the sources that were too long for one walk: what they named first is fetched in between."""
        if self.again is not None:
            return []
        wanted = [
            one for one in self.archiver.sites[self.site].sources if self.sources is None or one.url in self.sources
        ]
        states = [self.archiver.frontier.source_state(self.site, source.url) for source in wanted]
        return [state for state in states if state.is_unfinished]

    async def _run(self, spider: type[SiteSpider], until: float) -> None:
        fetch = spider is ArticleSpider
        values = {key: value for key, value in vars(project).items() if key.isupper()}
        site = self.archiver.sites[self.site]
        crawler = Crawler(
            spider, ScrapySettings({**values, **scrapy_settings(site, self.archiver.settings)}), init_reactor=False
        )
        self._crawler = crawler
        await AsyncCrawlerRunner().crawl(
            crawler,
            site=self.site,
            archiver=self.archiver,
            plan=CrawlPlan(
                sources=self.sources,
                fetch=fetch,
                revisit=self.again,
                until=until if fetch else min(until, time.monotonic() + WALK),
            ),
            report=self.report,
        )
        self._crawler = None
        fault = cast("SiteSpider", crawler.spider).fault
        if fault:
            raise fault

    def _resume_in(self) -> float | None:
        """Return the seconds until a source is due, an address may be fetched, or an article be looked at again."""
        look = next_due(self.archiver.intake.archive.db, self.site)
        poll = self.archiver.schedule.next_due(self.archiver.sites[self.site])
        waits = (poll, self.archiver.frontier.next_try(self.site), look.timestamp() if look else None)
        due = min((moment for moment in waits if moment is not None), default=None)
        if due is None:
            return None
        return max(0.0, due - time.time(), self.archiver.frontier.site_state(self.site).blocked_until - time.time())

    def _keep_ledger(self) -> None:
        archive = self.archiver.intake.archive
        with archive.transaction():
            site_id = archive.site_id(self.archiver.sites[self.site])
            ledger.add(archive.db, site_id, now().astimezone(VIETNAM).date(), self.report.lines)

    def _remember(self) -> None:
        state = self.archiver.frontier.site_state(self.site)
        failures = self.report.failures_in_a_row = state.failures + 1 if self.report.failed else 0
        error = "; ".join(self.report.errors[:3]) if self.report.failed else None
        site = self.archiver.sites[self.site]
        event = health_change(state.failures, failures, self.report, now())
        changes = self.archiver.schedule.changes(site)
        archive = self.archiver.intake.archive
        with archive.transaction():
            if event:
                outbox.append(archive.db, event)
            for change in changes:
                outbox.append(archive.db, source_change(self.site, change, now()))
        # Once they are announced: a crash in between tells it twice, never not at all.
        self.archiver.frontier.save_site(attrs.evolve(state, failures=failures, error=error, crawled_at=time.time()))
        for change in changes:
            self.archiver.schedule.apply(site, change)
        self._weigh(failures, error)

    def _weigh(self, failures: int, error: str | None) -> None:
        """See how the site does, now and then: that takes a look at its last eight weeks."""
        if time.monotonic() - self.archiver.assessed_at.get(self.site, float("-inf")) < WEIGH_EVERY:
            return
        self.archiver.assessed_at[self.site] = time.monotonic()
        states = [
            self.archiver.frontier.source_state(self.site, source.url)
            for source in self.archiver.sites[self.site].sources
        ]
        retired = [state.url for state in states if state.retired]
        crawls = CrawlState(failed_crawls=failures, error=error, retired_sources=retired)
        assess_site(self.archiver.intake.archive, self.site, now(), crawls)


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
