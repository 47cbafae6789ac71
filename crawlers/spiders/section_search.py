"""Sections that no source covers: pages that the crawl came by are tried, and become sources where they bring news."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from crawlers.net import Refused
from crawlers.sources import BadSource, read_listing
from pipeline.archive import outbox
from pipeline.article import Article
from pipeline.clock import now
from pipeline.event import SourceDiscovered
from pipeline.extraction import article_of

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.archiver import Archiver
    from crawlers.net import SiteClient
    from crawlers.sources import ListingPage

PAGES = 10  # articles of a crawl whose links are looked at: their menus are alike

log = structlog.get_logger()


class SectionSearch:
    """Tries pages of one site that may be sections."""

    def __init__(self, client: SiteClient, archiver: Archiver) -> None:
        self._client = client
        self._archiver = archiver
        self._met = 0

    def next(self) -> str | None:
        """The page to be tried now, if any is."""
        return self._archiver.frontier.sections.take(self._archiver.sites[self._client.site.domain])

    def meet(self, response: Response) -> None:
        """Remember what an article's page links to, as its menu and its trail; of the first few of a crawl."""
        if self._met < PAGES:
            self._met += 1
            with suppress(BadSource):
                page = self._read(response)
                self._archiver.frontier.sections.note(self._client.site.domain, page.sections, response.url)

    async def visit(self, url: str) -> None:
        """Try a page: it becomes a source if it lists articles that are in no source, and is no article itself."""
        try:
            response = await self._client.get(url)
            page = self._read(response)
        except (Refused, BadSource):
            return
        news = self._news(page)
        if news and self._client.site.owns(response.url) and not await self._is_article(response, page):
            self._watch(response.url, via=url, articles=news)
        self._archiver.frontier.sections.note(self._client.site.domain, page.sections, response.url)

    def _read(self, response: Response) -> ListingPage:
        site = self._client.site
        return read_listing(response.body, response.url, site, shapes=self._archiver.shapes_of(site))

    def _news(self, page: ListingPage) -> int:
        """How many articles a page lists that neither the archive nor the frontier knows."""
        urls = [article.url for article in page.articles]
        return len(set(urls) - self._archiver.frontier.known(self._client.site.domain, urls))

    async def _is_article(self, response: Response, page: ListingPage) -> bool:
        if page.next_url:
            return False
        extraction = await self._archiver.extract(self._client.capture(response, response.url))
        return isinstance(article_of(extraction), Article)

    def _watch(self, url: str, *, via: str, articles: int) -> None:
        domain = self._client.site.domain
        archive = self._archiver.intake.archive
        with archive.transaction():
            outbox.append(archive.db, SourceDiscovered(at=now(), site=domain, source=url, articles=articles))
        # Once it is announced: a crash in between tells it twice, never not at all.
        sections = self._archiver.frontier.sections
        sections.become_source(domain, url, via)
        self._archiver.sites[domain] = sections.with_sources(self._archiver.sites[domain])
        log.info("section found", site=domain, url=url, articles=articles)
