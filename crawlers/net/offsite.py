"""A crawl asks the hosts of its own site alone, and no private address unless its file allows it.

A page, a redirect or a DNS answer may point at a machine of our own network; the crawler must not become somebody's
hand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.resolver import CachingThreadedResolver

from crawlers.net.addresses import require_public
from crawlers.net.errors import LeadsAway
from crawlers.net.spider import spider_of
from pipeline.hosts import bare_host

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from pipeline.config import Site

# Host names (without port) whose DNS answers may be private: those of sites that say allow_private. One set for the
# process, as there is one resolver; StayOnSite sees to it that only the site itself asks them.
_private_names: set[str] = set()
_LEAVE = "allow_private = true in the site's file lets it be asked"


def admit(site: Site) -> None:
    """Let a site that says so live on private addresses."""
    if site.politeness.allow_private:
        _private_names.update(urlsplit(f"//{host}").hostname or "" for host in site.hosts)


class StayOnSite:
    """A downloader middleware: each request, a redirect's too, stays on the spider's site."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StayOnSite:
        """Make one as Scrapy does."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request to the site's own hosts pass. Raises LeadsAway, PrivateAddress."""
        site = spider_of(self._crawler).site
        parts = urlsplit(request.url)
        if not site.owns(request.url):
            host = bare_host(parts.netloc)
            fault = f"leads to {host}, which is none of the hosts of {site.domain} (add it to domains if it is)"
            raise LeadsAway(request.url, fault)
        if not site.politeness.allow_private:
            require_public(parts.hostname or "", parts.hostname or "", _LEAVE)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which fails where a name leads to a private address that no site allows."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802  Twisted's name
        """Resolve a name. The Deferred fails with PrivateAddress."""
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    @staticmethod
    def _check(address: str, name: str) -> str:
        if name not in _private_names:
            require_public(name, address, _LEAVE)
        return address
