"""ListingSpider: pages that list articles, and the pages after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from crawlers.found import BadSource
from crawlers.listings import read_listing
from crawlers.polling import SourceSpider, is_before
from crawlers.site_spider import Refused

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.found import Found
    from crawlers.frontier import SourceState
    from crawlers.listings import ListingPage
    from pipeline.site import Source

STALE_PAGES = 3  # pages without a new article that end a listing, a calendar, or any loop


class ListingSpider(SourceSpider):
    """Poll a site's listings page by page, then fetch what is new."""

    name = "listing"
    kind = "listing"

    async def read(self, source: Source, state: SourceState) -> None:
        """Follow a listing until it ends, STALE_PAGES pages brought nothing new, or `since` or `max_pages` say so.

        New means: not in the archive and not in the frontier. Until a listing has been followed to its end once, and
        after a crawl that died on the way, it means: not on an earlier page of this walk; else a walk that was cut
        short would never get past what it had found.
        """
        changed = await self.changed(source.url, state)
        if changed is None and state.walked:
            return
        response, fresh = changed or (await self.ask(source.url), state)
        walk = _Walk(self, source, knows=bool(state.walked))
        ended = await walk.follow(response, attrs.evolve(fresh, walked=0, read_at=None))
        if not walk.seen:
            raise BadSource(source.url, "names no article of the site")
        self.frontier.save_source(attrs.evolve(fresh, walked=int(ended)))


class _Walk:
    """One walk along a listing. `seen` are the articles it named, `knows` whether the frontier's knowledge counts."""

    def __init__(self, spider: ListingSpider, source: Source, *, knows: bool) -> None:
        self.seen: set[str] = set()
        self._spider = spider
        self._source = source
        self._knows = knows
        self._pages = 0
        self._stale = 0

    async def follow(self, response: Response | None, state: SourceState) -> bool:
        """Walk on from a page; tell whether the end was reached."""
        asked = {self._source.url}
        while response is not None:
            asked.add(response.url)
            page = await self._read(response)
            is_news = self._is_news(page.found)
            self._spider.discover(page.found, self._source, state)
            self._pages, self._stale = self._pages + 1, 0 if is_news else self._stale + 1
            url = page.next_url
            if self._is_over(page.found) or url is None or url in asked or not self._spider.site.owns(url):
                return True
            if not await self._spider.is_let_in():
                return False
            asked.add(url)
            try:
                response = await self._spider.ask(url)
            except Refused as error:
                return error.reason == "gone"
        return True

    async def _read(self, response: Response) -> ListingPage:
        """Read a page; one that comes empty, as some systems send them at random, is asked for once more."""
        page = read_listing(response.body, response.url, self._spider.site)
        if not page.found and not page.next_url:
            response = await self._spider.ask(response.url)
            page = read_listing(response.body, response.url, self._spider.site)
        return page

    def _is_news(self, found: list[Found]) -> bool:
        urls = [one.url for one in found]
        known = self._spider.frontier.known(self._spider.site.domain, urls) if self._knows else set[str]()
        news = set(urls) - self.seen - known
        self.seen.update(urls)
        return bool(news)

    def _is_over(self, found: list[Found]) -> bool:
        limit = self._source.max_pages
        if self._stale >= STALE_PAGES or (limit is not None and self._pages >= limit):
            return True
        return bool(found) and all(is_before(one, self._source.since) for one in found)
