"""A receiver of webhooks on loopback, that answers as it is told to and keeps what it was sent."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import attrs
from standardwebhooks import Webhook

from tests.support.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class Sent:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The message's id."""
        return self.headers["webhook-id"]

    @property
    def message(self) -> dict[str, Any]:
        """What it says."""
        told: dict[str, Any] = json.loads(self.body)
        return told

    def verify(self, secret: str) -> None:
        """Raise where the signature is not good for the secret, by the standard's own library."""
        Webhook(secret).verify(self.body, self.headers)


class Receiver(ThreadingHTTPServer):
    """Answers `status`, once `awake` is set; `location` is where it sends on to, `retry_after` when to come again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/hook"
        self.status = 204
        self.location: str | None = None
        self.retry_after: str | None = None
        self.awake = threading.Event()
        self.awake.set()
        self.sent: list[Sent] = []
        self.taken: list[Sent] = []

    @property
    def titles(self) -> list[str]:
        """The titles of what was taken, in order."""
        return [one.message["data"]["title"] for one in self.taken]

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a sender that has gone."""


class Handler(BaseHTTPRequestHandler):
    """Keeps one request."""

    server: Receiver

    def do_POST(self) -> None:
        """Answer as the receiver is told to."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        one = Sent(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        self.server.sent.append(one)
        status = self.server.status
        self.server.awake.wait(30)
        if 200 <= status < 300:
            self.server.taken.append(one)
        with suppress(ConnectionError):
            self.send_response(status)
            if self.server.location:
                self.send_header("Location", self.server.location)
            if self.server.retry_after:
                self.send_header("Retry-After", self.server.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive while the block runs."""
    with served(Receiver()) as made:
        try:
            yield made
        finally:
            made.awake.set()
