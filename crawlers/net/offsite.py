"""The guard: a crawl asks the hosts of its own site alone, and no private address unless its file allows it.

A page, a redirect or a DNS answer may point at a machine of our own network; the crawler must not become somebody's
hand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver

from crawlers.net.addresses import is_public
from pipeline.hosts import bare_host

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from crawlers.spiders import SiteSpider
    from pipeline.config import Site

# Host names (without port) whose DNS answers may be private: those of sites that say allow_private. One set for the
# process, as there is one resolver; StayOnSite sees to it that only the site itself asks them.
_private_names: set[str] = set()


class PrivateAddress(IgnoreRequest):
    """An address of our own network was refused."""

    reason = "private address"


class LeadsAway(IgnoreRequest):
    """An address is none of the site's own."""

    reason = "moved away"


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
        """Refuse what leads away. Raises IgnoreRequest with the reason."""
        site: Site = cast("SiteSpider", self._crawler.spider).site
        host = urlsplit(request.url).hostname or ""
        if not site.owns(request.url):
            netloc = bare_host(urlsplit(request.url).netloc)
            message = f"leads to {netloc}, which is none of the hosts of {site.domain} (add it to domains if it is)"
            raise LeadsAway(message)
        if not site.politeness.allow_private and is_public(host) is False:
            message = f"{host} is a private address (allow_private = true in the site's file lets it be asked)"
            raise PrivateAddress(message)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which fails where a name leads to a private address that no site allows."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802  Twisted's name
        """Return the address of a name."""
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    @staticmethod
    def _check(address: str, name: str) -> str:
        if name not in _private_names and is_public(address) is False:
            message = f"{name} leads to {address}, a private address (allow_private = true lets it be asked)"
            raise PrivateAddress(message)
        return address
