"""SitemapSpider: sitemaps and indexes of them."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from crawlers.frontier import Validators
from crawlers.net import Refused
from crawlers.sources import BadSource, is_article_url, may_be_feed, newest_first, once, read_sitemap
from crawlers.spiders.site import SiteSpider
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawlers.frontier import SourceState
    from crawlers.sources import DiscoveredUrl
    from crawlers.spiders.poll import ReadSource, SourcePoll

DEPTH = 2  # an index of indexes is seen; the standard allows none
FILES = 1000  # files of one source in one crawl: a file a day for three years
NEWEST = 2  # files of an index without dates that are asked at each poll; the others once in OLD_FILES seconds
OLD_FILES = 7 * 86400.0


async def poll_sitemap(poll: SourcePoll, state: SourceState) -> None:
    """Read a sitemap and, where it is an index, the files it names that may have changed. Raises Refused, BadSource."""
    await _Walk(poll).read(state, depth=0)


class _Walk:
    """One walk through the files of a sitemap, each asked once: indexes may name each other, or themselves."""

    def __init__(self, poll: SourcePoll) -> None:
        self._poll = poll
        self._identities = {identity(poll.source.url)}

    async def read(self, state: SourceState, depth: int) -> None:
        poll = self._poll
        changed = await poll.get_changed(state.url, state)
        if changed is None:
            return
        response, state = changed
        page = await asyncio.to_thread(read_sitemap, response.body, response.url)
        articles = [entry for entry in page.pages if page.is_feed or self._is_article(entry)]
        poll.discover(articles, attrs.evolve(state, read_at=None))  # not read until its files are
        for file in self._due(page.files) if depth < DEPTH else ():
            if len(self._identities) > FILES or poll.client.stopping.is_set() or time.monotonic() >= poll.until:
                return
            if identity(file.url) not in self._identities:
                self._identities.add(identity(file.url))
                await self._read_file(file, depth)
        if page.files:  # an index is always asked for whole: its files may change while it stays as it is
            state = attrs.evolve(state, validators=Validators())
        poll.save(state)

    def _is_article(self, entry: DiscoveredUrl) -> bool:
        return is_article_url(entry.url, self._poll.site, entry.title or "", shapes=self._poll.shapes)

    async def _read_file(self, file: DiscoveredUrl, depth: int) -> None:
        state = attrs.evolve(self._poll.state_of(file.url), polled_at=time.time())
        try:
            await self.read(state, depth + 1)
        except (Refused, BadSource) as error:
            self._poll.report.complain(str(error))  # it stays unread, so the next poll asks again

    def _due(self, files: Sequence[DiscoveredUrl]) -> list[DiscoveredUrl]:
        """Files of an index that may list something new, the newest first."""
        source, site = self._poll.source, self._poll.site
        own = [file for file in once(files) if site.owns(file.url) and not file.is_before(source.since)]
        is_dated = len({file.changed_at for file in own}) > 1  # one date on all is that of the index's making
        return [
            file
            for position, file in enumerate(newest_first(own)[: source.max_pages])
            if may_be_feed(file.url)  # it says nothing of its age, and is what is newest
            or is_due(file, self._poll.state_of(file.url).read_at, position=position, is_dated=is_dated)
        ]


def is_due(file: DiscoveredUrl, read_at: float | None, *, position: int, is_dated: bool) -> bool:
    """Whether a file of an index is to be read: it never was, or says it changed since, or may have.

    A day is added to its date, which may be a bare day. `position` counts from the newest; `is_dated` tells whether the
    dates of this index mean anything.
    """
    if read_at is None:
        return True
    if is_dated and file.changed_at:
        return (file.changed_at + timedelta(days=1)).timestamp() > read_at
    return position < NEWEST or time.time() - read_at > OLD_FILES


class SitemapSpider(SiteSpider):
    """Poll a site's sitemaps, the newest file first, then fetch what is new."""

    name = "sitemap"
    kind = "sitemap"

    def reader(self) -> ReadSource:
        """How a sitemap is read."""
        return poll_sitemap
