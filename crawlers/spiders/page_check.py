"""Tells a page that is no article from one that is: maintenance that ends just now, or "no such article" with 200.

Short pages of no day are suspected, and the site is asked once more before one is believed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from crawlers.net import Refused
from pipeline.article import Article
from pipeline.extraction import article_of
from pipeline.revisits import Soft404, nonexistent_url

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.archiver import Archiver
    from crawlers.net import SiteClient
    from pipeline.capture import Capture
    from pipeline.errors import Unreadable
    from pipeline.extraction import Extraction

SHORT = 600  # characters; what says that there is no article is shorter
BELIEVED = 300.0  # seconds that is believed which a site answers where nothing is: it may go down


class PageCheck:
    """Reads answers of one site, and judges those that may be no article."""

    def __init__(self, client: SiteClient, archiver: Archiver) -> None:
        self._client = client
        self._archiver = archiver

    async def read(
        self, response: Response, asked_url: str, via: str | None = None
    ) -> tuple[Capture, Extraction | Unreadable]:
        """Take an answer's capture, and extract the article from it. Nothing is archived yet."""
        capture = self._archiver.with_profile(self._client.capture(response, asked_url, via))
        return capture, await self._archiver.extract(capture)

    async def is_no_article(self, capture: Capture, article: Article | Unreadable) -> bool:
        """Whether a page that is new is what the site answers anywhere now. Raises Refused where it is overloaded."""
        if not is_suspect(article):
            return False
        return await self.is_missing(capture, article) or await self.is_fleeting(capture, article)

    async def is_fleeting(self, capture: Capture, article: Article | Unreadable) -> bool:
        """Whether a page is another one when it is asked for again: maintenance that ended just now. Raises Refused."""
        _, extraction = await self.read(await self._client.get(capture.asked_url), capture.asked_url)
        again = article_of(extraction)
        if isinstance(article, Article) and isinstance(again, Article):
            return again.paragraphs != article.paragraphs
        return isinstance(article, Article) or isinstance(again, Article)

    async def is_missing(self, capture: Capture, article: Article | Unreadable) -> bool:
        """Whether a page is what the site answers where nothing is. Where it seems so, the site is asked anew.

        Raises Refused where it is overloaded.
        """
        domain, memory = self._client.site.domain, self._archiver.soft_404s
        learned_at, missing = memory.get(domain, (float("-inf"), None))
        is_like = missing is not None and missing.matches(article, asked_url=capture.asked_url, url=capture.url)
        if time.monotonic() - learned_at > BELIEVED or (is_suspect(article) and not is_like):
            missing = await self._ask_in_vain(nonexistent_url(capture.asked_url))
            memory[domain] = (time.monotonic(), missing)
        return missing is not None and missing.matches(article, asked_url=capture.asked_url, url=capture.url)

    async def _ask_in_vain(self, url: str) -> Soft404 | None:
        """What an address leads to where nothing is; None where the site says so by its status."""
        try:
            capture, extraction = await self.read(await self._client.get(url), url)
        except Refused as error:
            if error.reason == "overloaded":
                raise
            return None
        return Soft404(asked_url=url, url=capture.url, content=article_of(extraction))


def is_suspect(article: Article | Unreadable) -> bool:
    """Whether a page may be one that says that there is no article: short, and of no day."""
    if not isinstance(article, Article):
        return article.kind in {"listing", "empty"}  # not what reading broke on: that takes minutes, and is done once
    return article.published_at is None and sum(map(len, article.paragraphs)) < SHORT
