"""WebSub: where a feed names a hub, have the hub tell us of news at once, instead of asking for them (W3C, 2018).

The daemon asks hubs to call a public address of ours, and listens behind it. What a call brings is not read: it only
has the feed polled at once, so that everything still enters through a WARC. Subscriptions are kept in memory alone: a
daemon that starts subscribes anew, and a hub that calls for an old one is told that it is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import attrs
import httpx
import structlog
import uvicorn

from crawlers.frontier import read_hubs
from crawlers.net import Refused, guarded_client, user_agent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawlers.frontier import Hub
    from pipeline.config import Home, Settings, Site

LOOK_EVERY = 5.0  # seconds between two looks for feeds that name a hub
LEASE = 10 * 86_400  # seconds that we ask for; the hub says what it grants
RENEW = 0.8  # of a lease has passed when it is renewed
RETRY = 3600.0  # seconds after which a hub that did not answer is asked again
MAX_CALL = 4 << 20  # bytes; more is no feed

log = structlog.get_logger()


@attrs.define
class Subscription:
    """One feed's subscription."""

    hub: Hub
    token: str = attrs.field(factory=lambda: secrets.token_urlsafe(24))
    secret: str = attrs.field(factory=lambda: secrets.token_urlsafe(32), repr=False)
    """What the hub signs its calls with."""
    ask_at: float = 0.0
    """When the hub is to be asked for it, or for another lease (time.monotonic)."""

    def verify(self, query: dict[str, list[str]]) -> tuple[int, bytes]:
        """Status and body for a hub that verifies what we asked for (section 5.3), or denies it."""
        parameters = {name.removeprefix("hub."): values[0] for name, values in query.items()}
        if parameters.get("topic") != self.hub.topic:
            return 404, b""
        if parameters.get("mode") == "denied":
            log.warning("hub refuses", hub=self.hub.url, topic=self.hub.topic, reason=parameters.get("reason", ""))
            return 200, b""
        challenge = parameters.get("challenge")
        if parameters.get("mode") != "subscribe" or not challenge:
            return 404, b""
        seconds = parameters.get("lease_seconds", "")
        lease = min(int(seconds), LEASE) if seconds.isdecimal() else LEASE
        self.ask_at = time.monotonic() + max(60.0, RENEW * lease)
        log.info("a hub will tell of news", site=self.hub.site, hub=self.hub.url, topic=self.hub.topic)
        return 200, challenge.encode()


class Subscriber:
    """Keeps subscriptions. `sites` gives the watched ones by domain; `poll` takes a domain and a source's URL."""

    def __init__(
        self, home: Home, settings: Settings, sites: Callable[[], dict[str, Site]], poll: Callable[[str, str], None]
    ) -> None:
        assert settings.callback is not None
        self._home = home
        self._settings = settings
        self._callback = settings.callback.rstrip("/")
        self._sites = sites
        self._poll = poll
        self._subscriptions: dict[str, Subscription] = {}  # by token

    async def run(self, stopping: asyncio.Event) -> None:
        """Listen, and subscribe to what names a hub, until told to stop."""
        config = uvicorn.Config(
            self._answer,
            host="127.0.0.1",
            port=self._settings.callback_port,
            log_level="warning",
            access_log=False,
            lifespan="off",
            interface="asgi3",
            server_header=False,
        )
        server = _Server(config)
        listening = asyncio.create_task(server.serve())
        while not stopping.is_set():
            await self._subscribe()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), LOOK_EVERY)
        server.should_exit = True
        await listening

    async def _subscribe(self) -> None:
        """Ask the hubs of feeds that have no subscription, or one that ends soon; forget what is not watched."""
        sites = self._sites()
        watched = {source.url for site in sites.values() if not site.paused for source in site.sources}
        hubs = {hub.source: hub for hub in read_hubs(self._home.frontier) if hub.source in watched}
        for token, subscription in list(self._subscriptions.items()):
            if hubs.get(subscription.hub.source) != subscription.hub:
                del self._subscriptions[token]
        subscribed = {subscription.hub.source for subscription in self._subscriptions.values()}
        for source in hubs.keys() - subscribed:
            subscription = Subscription(hubs[source])
            self._subscriptions[subscription.token] = subscription
        for subscription in self._subscriptions.values():
            if time.monotonic() >= subscription.ask_at:
                subscription.ask_at = time.monotonic() + RETRY
                await asyncio.to_thread(self._ask, subscription, sites[subscription.hub.site])

    def _ask(self, subscription: Subscription, site: Site) -> None:
        """Ask a hub for a subscription; it verifies that by a call. No private address is asked without leave."""
        hub = subscription.hub
        form = {
            "hub.mode": "subscribe",
            "hub.topic": hub.topic,
            "hub.callback": f"{self._callback}/{subscription.token}",
            "hub.secret": subscription.secret,
            "hub.lease_seconds": str(LEASE),
        }
        allowed = site.hosts if site.politeness.allow_private else ()
        try:
            with guarded_client(allowed, {"User-Agent": user_agent(self._settings)}) as client:
                status = client.post(hub.url, data=form).status_code
        except (httpx.HTTPError, httpx.InvalidURL, Refused) as error:
            log.warning("hub not reached", hub=hub.url, error=str(error))
            return
        if status != 202:
            log.warning("hub refuses", hub=hub.url, topic=hub.topic, status=status)

    async def _answer(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer a hub (ASGI): its question whether we asked for a subscription, and its calls."""
        if scope["type"] != "http":
            return
        subscription = self._subscriptions.get(scope["path"].rpartition("/")[2])
        status, body = 404, b""
        if subscription and scope["method"] == "GET":
            status, body = subscription.verify(parse_qs(scope["query_string"].decode("latin-1")))
        elif subscription and scope["method"] == "POST":
            status = await self._take_call(subscription, dict(scope["headers"]), receive)
        elif scope["method"] == "POST":
            status = 410  # of an earlier daemon: the hub is to forget it
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": body})

    async def _take_call(self, subscription: Subscription, headers: dict[bytes, bytes], receive: Any) -> int:
        """Have the feed polled. A call that is not signed as it has to be is answered alike, and does nothing (7.1)."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_CALL or message["type"] == "http.disconnect":
                return 413
        if is_signed(subscription.secret, bytes(body), headers.get(b"x-hub-signature", b"").decode("latin-1")):
            self._poll(subscription.hub.site, subscription.hub.source)
        return 202


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether a call has the signature that section 7 of the standard asks for: `method=HMAC in hex`; no SHA-1."""
    method, _, digest = signature.partition("=")
    if method not in {"sha256", "sha384", "sha512"}:
        return False
    return hmac.compare_digest(hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest(), digest.lower())


class _Server(uvicorn.Server):
    """A server within the daemon, which has its own say about signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield
