"""What Scrapy's middlewares of this folder need of the spider whose requests they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawlers.net.robots import RobotsCache
    from pipeline.config import Site


class SpiderOfSite(Protocol):
    """A spider that crawls one site, and has the rules of hosts that were read before."""

    site: Site
    robots: RobotsCache


def spider_of(crawler: Crawler) -> SpiderOfSite:
    """Spider of a crawler that runs; all spiders here are of this shape."""
    return cast("SpiderOfSite", crawler.spider)
