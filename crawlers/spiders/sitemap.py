"""SitemapSpider: sitemaps and indexes of them."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from crawlers.net import Refused
from crawlers.sources import BadSource, DiscoveredUrl, is_article_url, once, read_sitemap
from crawlers.spiders.poll import SourceSpider, is_before
from pipeline.urls import identity

if TYPE_CHECKING:
    from crawlers.frontier import SourceState
    from pipeline.config import Source

DEPTH = 2  # an index of indexes is seen; the standard allows none
FILES = 1000  # files of one source in one crawl: a file a day for three years
NEWEST = 2  # files of an index without dates that are asked at each poll; the others once in OLD_FILES seconds
OLD_FILES = 7 * 86400.0


class SitemapSpider(SourceSpider):
    """Poll a site's sitemaps, the newest file first, then fetch what is new."""

    name = "sitemap"
    kind = "sitemap"

    async def read(self, source: Source, state: SourceState) -> None:
        """Read a sitemap and, where it is an index, the files it names that may have changed."""
        self._files = FILES
        self._read_already = {identity(source.url)}  # indexes may name each other, or themselves
        await self._read(source, state, depth=0)

    async def _read(self, source: Source, state: SourceState, depth: int) -> None:
        changed = await self.changed(state.url, state)
        if changed is None:
            return
        response, state = changed
        page = await asyncio.to_thread(read_sitemap, response.body, response.url)
        articles = [one for one in page.found if is_article_url(one.url, self.site, one.title or "")]
        self.discover(articles, source, attrs.evolve(state, read_at=None))  # not read until its files are
        for child in self._due(source, page.children) if depth < DEPTH else ():
            if self._files <= 0 or self.stopping.is_set() or time.monotonic() >= self.until:
                return
            if identity(child.url) in self._read_already:
                continue
            self._read_already.add(identity(child.url))
            self._files -= 1
            await self._read_child(source, child, depth)
        if page.children:  # an index is always asked for whole: its files may change while it stays as it is
            state = attrs.evolve(state, etag=None, last_modified=None, digest=None)
        self.frontier.save_source(state)

    async def _read_child(self, source: Source, child: DiscoveredUrl, depth: int) -> None:
        state = attrs.evolve(self.frontier.source(self.site.domain, child.url), polled_at=time.time())
        try:
            await self._read(source, state, depth + 1)
        except (Refused, BadSource) as error:
            self.report.complain(str(error))  # it stays unread, so the next poll asks again

    def _due(self, source: Source, children: list[DiscoveredUrl]) -> list[DiscoveredUrl]:
        """Return the files of an index that may list something new, the newest first."""
        own = [one for one in once(children) if self.site.owns(one.url) and not is_before(one, source.since)]
        newest_first = sorted(own, key=_age, reverse=True)[: source.max_pages]
        read_at = {one.url: self.frontier.source(self.site.domain, one.url).read_at for one in newest_first}
        dated = len({one.changed_at for one in own}) > 1  # one date on all files is that of the index's making
        return [
            one
            for position, one in enumerate(newest_first)
            if is_due(one, read_at[one.url], position=position, dated=dated)
        ]


def is_due(file: DiscoveredUrl, read_at: float | None, *, position: int, dated: bool) -> bool:
    """Tell whether a file of an index is to be read: it never was, or says it changed since, or may have.

    A day is added to its date, which may be a bare day. `position` counts from the newest; `dated` tells whether the
    dates of this index mean anything.
    """
    if read_at is None:
        return True
    if dated and file.changed_at:
        return (file.changed_at + timedelta(days=1)).timestamp() > read_at
    return position < NEWEST or time.time() - read_at > OLD_FILES


def _age(file: DiscoveredUrl) -> tuple[float, list[int]]:
    """Return what sorts files by age: their date, then the numbers in their names (2026-9 before 2026-11)."""
    numbers = [int(digits[:18]) for digits in re.findall(r"\d+", file.url)]
    return (file.changed_at.timestamp() if file.changed_at else 0.0, numbers)
