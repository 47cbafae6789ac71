"""Fetches a few pages outside a crawl, one after another: what `sites add`, `sites check` and `extract URL` look at.

As polite and as careful as a crawl is: robots.txt and its Crawl-delay, a delay between requests, limits on bytes, time
and redirects, and no private address, be it asked for, redirected to or given by DNS. A page that leads elsewhere at
once is a redirect; cookies are kept for one chain of them.
"""

from __future__ import annotations

import time
from contextlib import closing
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import attrs
import httpx

from crawlers.net.chains import chain_policy, leads_elsewhere, leap_target
from crawlers.net.errors import Refused
from crawlers.net.guarded_client import guarded_client
from crawlers.net.politeness import user_agent
from crawlers.net.robots import MAX_ROBOTS, Robots, read_robots
from pipeline.codings import BadCoding, CutOff, unpacked
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.config import Settings, Site

MAX_BYTES = 52 << 20  # unpacked, as in a crawl: a sitemap may have 50 MB
MAX_REDIRECTS = 5
DEADLINE = 60.0  # seconds for a whole answer


@attrs.frozen
class FetchedPage:
    """An answer of status 200. `url` is where it came from in the end, `content_type` the header, `body` unpacked."""

    url: str
    content_type: str
    body: bytes


class Fetcher:
    """Fetches pages, `delay` seconds apart for each host. Private addresses only for `private` hosts (with :port).

    `say` hears each address before it is asked for.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        delay: float = 1.0,
        private: Iterable[str] = (),
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._user_agent = user_agent
        self._delay = delay
        self._say = say
        self._robots: dict[str, Robots] = {}  # by origin
        self._asked_at: dict[str, float] = {}
        headers = {
            b"User-Agent": user_agent.encode(),  # a contact may have accents
            b"Accept": b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            b"Accept-Language": b"vi",
            b"Accept-Encoding": b"gzip",  # what can be unpacked up to a limit
        }
        self._client = guarded_client(private, headers)

    def __enter__(self) -> Self:
        """Have its connections closed with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    def get(self, url: str) -> FetchedPage:
        """Fetch a page, after redirects. Raises Refused with the last address, and why it can't be had."""
        cookies = _no_cookies_yet()
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask_politely(url, cookies)
            if isinstance(answer, FetchedPage):
                return answer
            url = answer
        raise Refused(url, f"is where more than {MAX_REDIRECTS} redirects lead")

    def robots(self, url: str) -> Robots:
        """Rules of a URL's host, asked for once. Raises Refused where it does not answer."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin + "/robots.txt")
        return self._robots[origin]

    def _read_robots(self, url: str) -> Robots:
        cookies = _no_cookies_yet()
        try:
            for _ in range(MAX_REDIRECTS + 1):
                self._wait(url)
                answer = self._ask(url, MAX_ROBOTS, cookies)
                if isinstance(answer, FetchedPage):
                    return read_robots(200, answer.body)
                url = answer
        except Refused as error:
            if not error.status:
                raise
            return read_robots(error.status, b"")
        return read_robots(200, b"")  # a ring of redirects says nothing (2.3.1.2)

    def _ask_politely(self, address: str, cookies: httpx.Cookies) -> FetchedPage | str:
        """Ask once, if robots.txt lets us: the page at an address, or the URL it leads to. Raises Refused."""
        url = canonical(address)
        if url is None:
            raise Refused(address, "is no http:// or https:// address")
        robots = self.robots(url)
        robots.check(url, self._user_agent)
        self._wait(url, robots.crawl_delay(self._user_agent))
        before = len(cookies)
        answer = self._ask(url, MAX_BYTES, cookies)
        if isinstance(answer, str):
            return answer
        target = leap_target(answer.body, url, answer.content_type)
        is_new_visitor = len(cookies) > before == 0
        return target if target and leads_elsewhere(target, url, is_new_visitor=is_new_visitor) else answer

    def _wait(self, url: str, crawl_delay: float = 0.0) -> None:
        host = urlsplit(url).netloc
        due = self._asked_at.get(host, 0.0) + max(self._delay, crawl_delay)
        time.sleep(max(0.0, due - time.monotonic()))
        self._asked_at[host] = time.monotonic()

    def _ask(self, url: str, limit: int, cookies: httpx.Cookies) -> FetchedPage | str:
        """Ask once: the page at a URL, or the URL it redirects to. `cookies` are sent and added to. Raises Refused."""
        self._say(url)
        try:
            request = self._client.build_request("GET", url)
            cookies.set_cookie_header(request)
            with closing(self._client.send(request, stream=True)) as response:
                cookies.extract_cookies(response)
                if response.next_request is not None:
                    return str(response.next_request.url)
                if response.status_code != 200:
                    raise Refused(url, f"answered {response.status_code}", status=response.status_code)
                return FetchedPage(url, response.headers.get("Content-Type", ""), _read(response, limit))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise Refused(url, f"can't be reached: {str(error) or type(error).__name__}") from None


def fetch_page(url: str, settings: Settings, sites: Iterable[Site]) -> FetchedPage:
    """Fetch one page, with the leave that its watched site has for private addresses. Raises Refused."""
    own = [site for site in sites if site.owns(url) and site.politeness.allow_private]
    private = [host for site in own for host in site.hosts]
    with Fetcher(user_agent(settings), private=private) as fetcher:
        return fetcher.get(url)


def _no_cookies_yet() -> httpx.Cookies:
    """What is kept within one chain of redirects."""
    return httpx.Cookies(CookieJar(chain_policy()))


def _read(response: httpx.Response, limit: int) -> bytes:
    """Unpack the body. Raises Refused where it grows over the limit, or takes too long."""
    url = str(response.request.url)
    end = time.monotonic() + DEADLINE
    body = bytearray()
    coding = response.headers.get("Content-Encoding", "")
    try:
        for piece in unpacked(response.iter_raw(), coding):  # httpx would unpack 64 KB to 64 MB at once
            body += piece
            if len(body) > limit:
                raise Refused(url, f"is longer than {limit >> 10} KB")
            if time.monotonic() > end:
                raise Refused(url, f"took longer than {DEADLINE:.0f} seconds")
    except CutOff:
        pass
    except (BadCoding, LookupError) as error:
        raise Refused(url, f"came packed as {coding[:40]!r}, and can't be unpacked: {error}") from None
    return bytes(body)
