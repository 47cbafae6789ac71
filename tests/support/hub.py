"""A WebSub hub on loopback, by the W3C recommendation: it verifies whoever subscribes, then tells of news, signed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import attrs
import httpx

from tests.support.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.define
class Subscriber:
    """Who subscribed to a topic, by a callback; `lease` in seconds."""

    topic: str
    callback: str
    secret: str
    lease: int
    is_verified: bool = False


class Hub(ThreadingHTTPServer):
    """The hub. `publish` tells all subscribers of a topic, and returns the statuses they answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.subscribers: dict[tuple[str, str], Subscriber] = {}

    @property
    def address(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def verified(self) -> list[Subscriber]:
        """Who has confirmed that they want to be told."""
        return [one for one in self.subscribers.values() if one.is_verified]

    def verify(self, one: Subscriber) -> None:
        """Ask a subscriber whether it meant it (section 5.3)."""
        challenge = secrets.token_urlsafe(16)
        asked = {
            "hub.mode": "subscribe",
            "hub.topic": one.topic,
            "hub.challenge": challenge,
            "hub.lease_seconds": str(one.lease),
        }
        answer = httpx.get(one.callback, params=asked, timeout=10)
        one.is_verified = answer.is_success and answer.text == challenge

    def publish(self, topic: str, body: bytes, secret: str | None = None) -> list[int]:
        """Send a feed to who wants it (section 7), signed with their secret, or another."""
        statuses = []
        for one in self.verified:
            if one.topic == topic:
                mac = hmac.new((secret or one.secret).encode(), body, hashlib.sha256).hexdigest()
                headers = {"X-Hub-Signature": f"sha256={mac}", "Content-Type": "application/rss+xml"}
                statuses.append(httpx.post(one.callback, content=body, headers=headers, timeout=10).status_code)
        return statuses


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        """Take a request for a subscription: 202, then verify it (section 5.1)."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        said = {name.removeprefix("hub."): values[0] for name, values in form.items()}
        one = Subscriber(said["topic"], said["callback"], said["secret"], int(said["lease_seconds"]))
        self.server.subscribers[one.topic, one.callback] = one
        self.send_response(202)
        self.end_headers()
        threading.Thread(target=self.server.verify, args=(one,)).start()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def open_hub() -> Iterator[Hub]:
    """Serve one."""
    with served(Hub()) as hub:
        yield hub
