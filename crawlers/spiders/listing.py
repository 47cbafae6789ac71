"""ListingSpider: pages that list articles, and the pages after them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from crawlers.net import Refused
from crawlers.sources import BadSource, read_listing
from crawlers.spiders.poll import SourceSpider, is_before

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.frontier import SourceState
    from crawlers.sources import DiscoveredUrl, ListingPage
    from pipeline.config import Source

PAGES = 20_000  # of the first walk; a portal of 20 years has fewer, a trap has no end
STALE_PAGES = 3  # pages without a new article that end a listing, a calendar, or any loop


class ListingSpider(SourceSpider):
    """Poll a site's listings page by page, then fetch what is new."""

    name = "listing"
    kind = "listing"

    async def read(self, source: Source, state: SourceState) -> None:
        """Follow a listing until it ends, STALE_PAGES pages brought nothing new, or `since` or `max_pages` say so.

        New means: not in the archive and not in the frontier. The first walk, though, goes to the end of the listing
        and takes new to mean: not on an earlier page of it; a walk that is cut short (time is up, kill -9) goes on
        next time where it was, once its first pages have been looked at for what has come since.
        """
        changed = await self.changed(source.url, state)
        if changed is None and state.walked:
            return
        response, fresh = changed or (await self.ask(source.url), state)
        pending = attrs.evolve(fresh, walked=0, read_at=None)
        head = _Walk(self, source, knows=bool(state.walked or state.resume))
        rest = await head.follow(response, pending)
        if not head.seen:
            raise BadSource(source.url, "names no article of the site")
        if rest is None and state.resume and not self.stopping.is_set():
            rest = await self._go_on(source, state.resume, pending)
        self.frontier.save_source(
            attrs.evolve(
                fresh,
                walked=int(rest is None),
                resume=rest,
                pages=self.frontier.source(self.site.domain, source.url).pages,
                read_at=fresh.read_at if rest is None else None,
            )
        )

    async def _go_on(self, source: Source, url: str, pending: SourceState) -> str | None:
        try:
            response = await self.ask(url)
        except Refused as error:
            self.report.complain(str(error))
            return None if error.reason == "gone" else url
        return await _Walk(self, source, knows=False).follow(response, pending)


class _Walk:
    """One walk along a listing. `seen` are the articles it named, `knows` whether the frontier's knowledge counts."""

    def __init__(self, spider: ListingSpider, source: Source, *, knows: bool) -> None:
        self.seen: set[str] = set()
        self._spider = spider
        self._source = source
        self._knows = knows
        self._pages = 0
        self._stale = 0

    async def follow(self, response: Response, state: SourceState) -> str | None:
        """Walk on from a page; return the page to go on from next time, None where the end was reached."""
        asked = {self._source.url}
        while True:
            asked.add(response.url)
            page = await self._read(response)
            url = page.next_url
            is_news = self._is_news(page.found)
            state = state if self._knows else attrs.evolve(state, resume=url, pages=state.pages + 1)
            self._spider.discover(page.found, self._source, state)
            self._pages, self._stale = self._pages + 1, 0 if is_news else self._stale + 1
            if state.pages >= PAGES:
                self._spider.report.complain(f"{self._source.url}: no end after {PAGES} pages; followed no further")
                return None
            if self._is_over(page.found) or url is None or url in asked or not self._spider.site.owns(url):
                return None
            if time.monotonic() >= self._spider.until or not await self._spider.is_let_in():
                return url
            asked.add(url)
            try:
                response = await self._spider.ask(url)
            except Refused as error:
                self._spider.report.complain(str(error))
                return None if error.reason == "gone" else url

    async def _read(self, response: Response) -> ListingPage:
        """Read a page; one that comes empty, as some systems send them at random, is asked for once more."""
        page = read_listing(response.body, response.url, self._spider.site)
        if not page.found and not page.next_url:
            response = await self._spider.ask(response.url)
            page = read_listing(response.body, response.url, self._spider.site)
        return page

    def _is_news(self, found: list[DiscoveredUrl]) -> bool:
        urls = [one.url for one in found]
        known = self._spider.frontier.known(self._spider.site.domain, urls) if self._knows else set[str]()
        news = set(urls) - self.seen - known
        self.seen.update(urls)
        return bool(news)

    def _is_over(self, found: list[DiscoveredUrl]) -> bool:
        limit = self._source.max_pages
        if self._stale >= STALE_PAGES or (limit is not None and self._pages >= limit):
            return True
        return bool(found) and all(is_before(one, self._source.since) for one in found)
