"""Fetches a few pages outside a crawl, one after another: what `sites add`, `sites check` and `extract URL` look at.

As polite and as careful as a crawl is: robots.txt and its Crawl-delay, a delay between requests, limits on bytes, time
and redirects, and no private address, be it asked for, redirected to or given by DNS.
"""

from __future__ import annotations

import socket
import time
import zlib
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import attrs
import httpcore
import httpx
from protego import Protego

from crawlers.net.addresses import is_public
from crawlers.net.politeness import user_agent
from pipeline.errors import KhobaoError
from pipeline.hosts import bare_host
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pipeline.config import Settings, Site

MAX_BYTES = 52 << 20  # unpacked, as in a crawl: a sitemap may have 50 MB
MAX_ROBOTS = 500 << 10  # RFC 9309, 2.5
MAX_REDIRECTS = 5
TIMEOUT = 20.0  # seconds for one step: to connect, to send, to read a piece
DEADLINE = 60.0  # seconds for a whole answer


class NotFetched(KhobaoError):
    """A page could not be had. `status` is the HTTP status where there was an answer."""

    def __init__(self, url: str, reason: str, status: int | None = None) -> None:
        self.url = url
        self.reason = reason
        self.status = status
        super().__init__(f"{url}: {reason}")


class PrivateAddress(NotFetched):
    """A host is on this machine or in a private network, and was not allowed to be."""

    def __init__(self, host: str, address: str) -> None:
        where = f"is at {address}, a private address" if address != host else "is a private address"
        super().__init__(host, f"{where}; --allow-private lets a site of your own network be asked")


@attrs.frozen
class Fetched:
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
        self._robots: dict[str, Protego | None] = {}
        self._asked_at: dict[str, float] = {}
        headers = {
            b"User-Agent": user_agent.encode(),  # a contact may have accents
            b"Accept": b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            b"Accept-Language": b"vi",
            b"Accept-Encoding": b"gzip",  # what can be unpacked up to a limit
        }
        self._client = guarded_client(private, headers)

    def __enter__(self) -> Self:
        """Return the fetcher itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    def get(self, url: str) -> Fetched:
        """Return a page, after redirects. Raises NotFetched: what was asked, why it can't be had."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask_politely(url)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise NotFetched(url, f"is where more than {MAX_REDIRECTS} redirects lead")

    def robots(self, url: str) -> Protego | None:
        """Return the rules of a URL's host; none (4xx) allow all, None (5xx) forbids all for now: RFC 9309, 2.3.1."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin + "/robots.txt")
        return self._robots[origin]

    def _read_robots(self, url: str) -> Protego | None:
        try:
            for _ in range(MAX_REDIRECTS + 1):
                self._wait(url)
                answer = self._ask(url, MAX_ROBOTS)
                if isinstance(answer, Fetched):
                    return Protego.parse(answer.body.decode("utf-8", "replace"))
                url = answer
        except NotFetched as error:
            if error.status is None:
                raise
            if error.status >= 500 or error.status == 429:
                return None
        return Protego.parse("")

    def _ask_politely(self, url: str) -> Fetched | str:
        asked = canonical(url)
        if asked is None:
            raise NotFetched(url, "is no http:// or https:// address")
        robots = self.robots(asked)
        if robots is None or not robots.can_fetch(asked, self._user_agent):
            raise NotFetched(asked, "is forbidden by robots.txt" if robots else "robots.txt can't be had; try later")
        self._wait(asked, float(robots.crawl_delay(self._user_agent) or 0))
        return self._ask(asked, MAX_BYTES)

    def _wait(self, url: str, crawl_delay: float = 0.0) -> None:
        host = urlsplit(url).netloc
        due = self._asked_at.get(host, 0.0) + max(self._delay, crawl_delay)
        time.sleep(max(0.0, due - time.monotonic()))
        self._asked_at[host] = time.monotonic()

    def _ask(self, url: str, limit: int) -> Fetched | str:
        """Return the page at a URL, or the URL it redirects to. Raises NotFetched."""
        self._say(url)
        try:
            with self._client.stream("GET", url) as response:
                if response.next_request is not None:
                    return str(response.next_request.url)
                if response.status_code != 200:
                    raise NotFetched(url, f"answered {response.status_code}", response.status_code)
                return Fetched(url, response.headers.get("Content-Type", ""), _read(response, limit))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise NotFetched(url, f"can't be reached: {str(error) or type(error).__name__}") from None


def guarded_client(private: Iterable[str], headers: Mapping[Any, Any]) -> httpx.Client:
    """Return a client that connects to no private address but `private` hosts' (with :port). Raises PrivateAddress."""
    transport = _GuardedTransport(frozenset(map(bare_host, private)))
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.Client(headers=headers, transport=transport, timeout=TIMEOUT, trust_env=False, cookies=no_cookies)


def fetch_page(url: str, settings: Settings, sites: Iterable[Site]) -> Fetched:
    """Return one page, under the leave its watched site has for private addresses. Raises NotFetched."""
    own = [site for site in sites if site.owns(url) and site.politeness.allow_private]
    private = [host for site in own for host in site.hosts]
    with Fetcher(user_agent(settings), private=private) as fetcher:
        return fetcher.get(url)


def _read(response: httpx.Response, limit: int) -> bytes:
    """Return the unpacked body. Raises NotFetched where it grows over the limit, or takes too long."""
    url = str(response.request.url)
    end = time.monotonic() + DEADLINE
    body = bytearray()
    for piece in _unpacked(response):
        body += piece
        if len(body) > limit:
            raise NotFetched(url, f"is longer than {limit >> 10} KB")
        if time.monotonic() > end:
            raise NotFetched(url, f"took longer than {DEADLINE:.0f} seconds")
    return bytes(body)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Unpack piece by piece with a bound each, which httpx does not: 64 KB may hold 64 MB."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        yield from response.iter_raw()
        return
    url = str(response.request.url)
    if encoding not in {"gzip", "x-gzip"}:
        raise NotFetched(url, f"came packed as {encoding[:40]!r}, though only gzip was asked for")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in response.iter_raw():
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, 1 << 20)
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        raise NotFetched(url, f"is no valid gzip: {error}") from None


class _GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over connections that were looked at first."""

    def __init__(self, private: frozenset[str]) -> None:
        certificates = httpx.create_ssl_context()
        super().__init__(verify=certificates)
        self._pool = httpcore.ConnectionPool(ssl_context=certificates, network_backend=_GuardedBackend(private))


class _GuardedBackend(httpcore.SyncBackend):
    """Connects to the very address that was checked: a second DNS answer can't be another one."""

    def __init__(self, private: frozenset[str]) -> None:
        self._private = private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers. Raises PrivateAddress if any is private, unallowed."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address of {host} is known ({error})") from None
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        if bare_host(f"[{host}]:{port}" if ":" in host else f"{host}:{port}") not in self._private:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddress(host, address)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
