"""An httpx client that connects to no private address without leave, whatever a page, a redirect or DNS says."""

from __future__ import annotations

import socket
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpcore
import httpx

from crawlers.net.addresses import require_public
from pipeline.hosts import bare_host

if TYPE_CHECKING:
    from collections.abc import Iterable

TIMEOUT = 20.0  # seconds for one step: to connect, to send, to read a piece

_LEAVE = "--allow-private lets a site of your own network be asked"


def guarded_client(private: Iterable[str], headers: httpx._types.HeaderTypes) -> httpx.Client:
    """Make a client that connects to no private address but those of `private` hosts (with :port).

    Its requests raise PrivateAddress. No proxy is asked, and no cookie kept.
    """
    transport = _GuardedTransport(frozenset(map(bare_host, private)))
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.Client(headers=headers, transport=transport, timeout=TIMEOUT, trust_env=False, cookies=no_cookies)


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
                require_public(host, address, _LEAVE)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
