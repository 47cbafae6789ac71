"""RobotsMiddleware: Scrapy asks for nothing that robots.txt forbids, and keeps its Crawl-delay.

In place of Scrapy's own, which takes an answer of 5xx for leave and ignores Crawl-delay.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured

from crawlers.net.errors import Refused
from crawlers.net.robots import Robots, read_robots
from crawlers.net.slow_down import slow_down
from crawlers.net.spider import spider_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_IS_ROBOTS = "khobao_robots"  # in the meta of a request for robots.txt itself, and of what it redirects to


def is_for_robots(request: Request) -> bool:
    """Whether a request is for a robots.txt, or for what one redirects to."""
    return _IS_ROBOTS in request.meta


class RobotsMiddleware:
    """A downloader middleware: each host's robots.txt is asked for once a crawl, and checked for each request."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._user_agent: str = crawler.settings["USER_AGENT"]
        self._rules: dict[str, asyncio.Future[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Make one as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request through that the rules of its host allow. Raises Refused."""
        if is_for_robots(request):
            return
        host = urlsplit(request.url).netloc
        if host not in self._rules:
            self._rules[host] = asyncio.ensure_future(self._rules_of(request.url))
        robots = await asyncio.shield(self._rules[host])  # others wait for it, too
        robots.check(request.url, self._user_agent)

    async def _rules_of(self, url: str) -> Robots:
        parts = urlsplit(url)
        cache = spider_of(self._crawler).robots
        robots = cache.get(parts.netloc)
        if robots is None:
            robots = await self._ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
            cache.put(parts.netloc, robots)
        slow_down(self._crawler, robots.crawl_delay(self._user_agent), host=parts.hostname)
        return robots

    async def _ask(self, url: str) -> Robots:
        request = Request(url, meta={_IS_ROBOTS: True}, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except Refused as error:
            return Robots(None, str(error))
        except Exception as error:  # noqa: BLE001  whatever the wire does: the host did not say what it forbids
            return Robots(None, str(error) or type(error).__name__)
        return read_robots(response.status, response.body)
