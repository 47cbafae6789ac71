"""ListingSpider: pages that list articles, and the pages after them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from crawlers.frontier import WalkPosition
from crawlers.net import Refused
from crawlers.sources import BadSource, FormPost, read_listing
from crawlers.spiders.site import SiteSpider

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.frontier import SourceState
    from crawlers.sources import DiscoveredUrl, ListingPage
    from crawlers.spiders.poll import ReadSource, SourcePoll

PAGES = 20_000  # of the first walk; a portal of 20 years has fewer, a trap has no end
STALE_PAGES = 3  # pages without a new article that end a listing, a calendar, or any loop


async def poll_listing(poll: SourcePoll, state: SourceState) -> None:
    """Follow a listing until it ends, STALE_PAGES pages brought nothing new, or `since` or `max_pages` say so.

    New means: not in the archive and not in the frontier. The first walk, though, goes to the end of the listing
    and takes new to mean: not on an earlier page of it; a walk that is cut short (time is up, kill -9) goes on
    next time where it was, once its first pages have been looked at for what has come since. Raises Refused, BadSource.
    """
    source, walk = poll.source, state.walk
    changed = await poll.get_changed(source.url, state)
    if changed is None and walk.is_complete:
        return
    response, fresh = changed or (await poll.client.get(source.url), state)
    pending = attrs.evolve(fresh, walk=attrs.evolve(walk, is_complete=False), read_at=None)
    head = _Walk(poll, knows=walk.is_complete or walk.resume is not None)
    rest = await head.follow(response, pending)
    if not head.urls:
        raise BadSource(source.url, "names no article of the site")
    if rest is None and walk.resume and not poll.client.stopping.is_set():
        rest = await _resume(poll, walk.resume, pending)
    position = WalkPosition(is_complete=rest is None, resume=rest, pages=poll.state_of(source.url).walk.pages)
    poll.save(attrs.evolve(fresh, walk=position, read_at=fresh.read_at if rest is None else None))


async def _resume(poll: SourcePoll, url: str, pending: SourceState) -> str | None:
    """Go on with a walk that was cut short; like `_Walk.follow`."""
    try:
        response = await _get_further(poll, url)
    except Refused as error:
        poll.report.complain(str(error))
        return None if error.reason == "gone" else url
    return await _Walk(poll, knows=False).follow(response, pending)


def _further(page: ListingPage) -> str | None:
    """Where a listing goes on: an address, or a form as text."""
    return page.next_url or (page.next_form.as_text() if page.next_form else None)


async def _get_further(poll: SourcePoll, further: str) -> Response:
    """Ask for what `_further` gave. Raises Refused."""
    form = FormPost.from_text(further)
    return await (poll.client.post(form) if form else poll.client.get(further))


class _Walk:
    """One walk along a listing. `urls` are the articles it named, `knows` whether the frontier's knowledge counts."""

    def __init__(self, poll: SourcePoll, *, knows: bool) -> None:
        self.urls: set[str] = set()
        self._poll = poll
        self._knows = knows
        self._pages = 0
        self._stale = 0

    async def follow(self, response: Response, state: SourceState) -> str | None:
        """Walk on from a page; return the page to go on from next time, None where the end was reached."""
        poll, visited = self._poll, {self._poll.source.url}
        while True:
            visited.add(response.url)
            page = await self._read(response)
            further = _further(page)
            is_news = self._is_news(page.articles)
            urls = [article.url for article in page.articles]
            poll.archiver.frontier.links.note(poll.site.domain, urls, page.refused)
            if not self._pages:
                poll.archiver.frontier.sections.note(poll.site.domain, page.sections, response.url)
            if not self._knows:
                state = attrs.evolve(state, walk=attrs.evolve(state.walk, resume=further, pages=state.walk.pages + 1))
            poll.discover(page.articles, state)
            self._pages, self._stale = self._pages + 1, 0 if is_news else self._stale + 1
            if state.walk.pages >= PAGES:
                poll.report.complain(f"{poll.source.url}: no end after {PAGES} pages; followed no further")
                return None
            if self._is_over(page.articles) or further is None or further in visited:
                return None
            if time.monotonic() >= poll.until or not await poll.client.may_continue():
                return further
            visited.add(further)
            try:
                response = await _get_further(poll, further)
            except Refused as error:
                poll.report.complain(str(error))
                return None if error.reason == "gone" else further

    async def _read(self, response: Response) -> ListingPage:
        """Read a page; one that comes empty, as some systems send them at random, is asked for once more."""
        page = read_listing(response.body, response.url, self._poll.site, shapes=self._poll.shapes)
        if not page.articles and not _further(page):
            response = await self._poll.client.get(response.url)
            page = read_listing(response.body, response.url, self._poll.site, shapes=self._poll.shapes)
        return page

    def _is_news(self, articles: list[DiscoveredUrl]) -> bool:
        poll = self._poll
        urls = [article.url for article in articles]
        news = set(urls) - self.urls
        if self._knows:
            news -= poll.archiver.frontier.known(poll.site.domain, urls)
        self.urls.update(urls)
        return bool(news)

    def _is_over(self, articles: list[DiscoveredUrl]) -> bool:
        limit = self._poll.source.max_pages
        if self._stale >= STALE_PAGES or (limit is not None and self._pages >= limit):
            return True
        return bool(articles) and all(article.is_before(self._poll.source.since) for article in articles)


class ListingSpider(SiteSpider):
    """Poll a site's listings page by page, then fetch what is new."""

    name = "listing"
    kind = "listing"

    def reader(self) -> ReadSource:
        """How a listing is read."""
        return poll_listing
