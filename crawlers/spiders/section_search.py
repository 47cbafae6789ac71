"""Pages that the crawl came by are tried: sections that no source covers, and a few of what is taken for no article."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from crawlers.net import Refused
from crawlers.sources import BadSource, read_listing
from crawlers.spiders.page_check import is_suspect
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
    """Tries pages of one site that may be sections, or articles that no rule takes for such."""

    def __init__(self, client: SiteClient, archiver: Archiver) -> None:
        self._client = client
        self._archiver = archiver
        self._met = 0

    def next(self) -> str | None:
        """The page to be tried now, if any is."""
        frontier, site = self._archiver.frontier, self._archiver.sites[self._client.site.domain]
        return (frontier.sections.take(site) or frontier.links.sample(site.domain)) if site.discover else None

    def meet(self, response: Response) -> None:
        """Remember what an article's page links to: articles, and of the first few of a crawl also sections."""
        domain = self._client.site.domain
        with suppress(BadSource):
            page = self._read(response)
            self._note_links(page)
            if self._met < PAGES:
                self._met += 1
                self._archiver.frontier.sections.note(domain, page.sections, response.url)

    def _note_links(self, page: ListingPage) -> None:
        urls = (article.url for article in page.articles)
        self._archiver.frontier.links.note(self._client.site.domain, urls, page.refused)

    async def visit(self, url: str) -> None:
        """Try a page: it becomes a source if it lists articles that are in no source, and is no article itself."""
        try:
            response = await self._client.get(url)
            page = self._read(response)
        except (Refused, BadSource):
            return
        frontier, domain = self._archiver.frontier, self._client.site.domain
        if page.next_url is None and await self._is_article(response):
            frontier.links.confirm(domain, url)
        elif self._client.site.owns(response.url) and (news := self._news(page)):
            self._watch(response.url, via=url, articles=news)
        self._note_links(page)
        frontier.sections.note(domain, page.sections, response.url)

    def _read(self, response: Response) -> ListingPage:
        site = self._client.site
        return read_listing(response.body, response.url, site, shapes=self._archiver.shapes_of(site))

    def _news(self, page: ListingPage) -> int:
        """How many articles a page lists that neither the archive nor the frontier knows."""
        urls = [article.url for article in page.articles]
        return len(set(urls) - self._archiver.frontier.known(self._client.site.domain, urls))

    async def _is_article(self, response: Response) -> bool:
        """Whether a page reads as an article, of a day or long enough to be none of the site's own small pages."""
        extraction = await self._archiver.extract(self._client.capture(response, response.url))
        article = article_of(extraction)
        return isinstance(article, Article) and not is_suspect(article)

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
