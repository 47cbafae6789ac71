"""RobotsWithDelay: robots.txt as RFC 9309 has it, and Crawl-delay, which Scrapy ignores."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from crawlers.spiders import SiteSpider

MAX_BYTES = 500 << 10  # RFC 9309, 2.5: what a crawler has to read of it
KEEP = 3600.0  # seconds that rules are kept from crawl to crawl; RFC 9309 allows a day


class Forbidden(IgnoreRequest):
    """robots.txt says no."""

    reason = "robots.txt"


class NoRobots(IgnoreRequest):
    """robots.txt was not to be had."""

    reason = "no robots.txt"


class RobotsWithDelay(RobotsTxtMiddleware):
    """Scrapy's middleware, with what it leaves out.

    An answer of 4xx means there are no rules, one of 5xx or none at all that everything is forbidden for now (RFC
    9309, 2.3.1). A Crawl-delay becomes the least delay to that host.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._faults: dict[str, str] = {}

    @property
    def _kept(self) -> dict[str, tuple[float, Any]]:
        return cast("SiteSpider", self.crawler.spider).archiver.robots

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            message = f"robots.txt answered {response.status}"
            raise NoRobots(message)
        body = b"" if response.status >= 400 else response.body[:MAX_BYTES]
        response = response.replace(body=body)
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        self._kept[netloc] = (time.monotonic(), parser)
        self._slow_down(parser, request)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of a request's host.

        Of several requests that wait for one robots.txt only the first is handed the rules by Scrapy 2.19: a Deferred
        has one result.
        """
        host = urlsplit(request.url).netloc
        kept = self._kept
        if host not in self._parsers and host in kept and time.monotonic() - kept[host][0] < KEEP:
            self._parsers[host] = kept[host][1]
            self._slow_down(kept[host][1], request)
        await super().robot_parser(request)
        return cast("RobotParser | None", self._parsers[host])

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._faults[netloc] = str(exc) or type(exc).__name__
        super()._robots_error(exc, netloc)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let a request through that the rules allow. Raises IgnoreRequest."""
        if rp is None:
            fault = self._faults.get(urlsplit(request.url).netloc, "no answer")
            message = f"robots.txt could not be had ({fault}), so nothing is asked for now"
            raise NoRobots(message)
        if not rp.allowed(request.url, self._default_useragent):
            message = "forbidden by robots.txt"
            raise Forbidden(message)

    def _slow_down(self, parser: Any, request: Request) -> None:
        wanted = float(parser.rp.crawl_delay(self._default_useragent) or 0)
        slow_down(self.crawler, urlsplit(request.url).hostname or "", wanted)


def slow_down(crawler: Crawler, host: str, seconds: float) -> None:
    """Leave at least so many seconds between two requests of a crawl from now on."""
    downloader = crawler.engine.downloader
    downloader._delay = max(downloader._delay, seconds)  # noqa: SLF001  for slots to come; AutoThrottle does so too
    slot = downloader.slots.get(host)
    if slot is not None:
        slot.delay = max(slot.delay, seconds)
    throttle = crawler.get_extension(AutoThrottle)
    if throttle is not None and seconds:
        throttle.mindelay = max(throttle.mindelay, seconds)
        throttle.maxdelay = max(throttle.maxdelay, seconds)
