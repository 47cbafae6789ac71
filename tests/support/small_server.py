"""A small server on loopback, whose pages a test writes itself."""

import contextlib
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.serving import served

Answer = tuple[int, dict[str, str], bytes]


class Server(ThreadingHTTPServer):
    """A server on loopback that answers from a table of paths, and keeps what it was asked.

    At paths `behind_cookie` it redirects to the same path whoever does not bring the cookie that it sets.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.behind_cookie: set[str] = set()
        self.posted: list[dict[str, str]] = []
        self.on_post: Callable[[dict[str, str]], bytes] | None = None
        self.host = f"127.0.0.1:{self.server_port}"
        self.address = f"http://{self.host}"

    def page(self, path: str, body: bytes = b"<p>a</p>", status: int = 200, **headers: str) -> None:
        """Put a page at a path; `_` in a header's name is `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": "text/html", **named}, body)

    @property
    def paths(self) -> list[str]:
        """The paths asked for so far, in order."""
        return [path for path, _, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Answers from its server's table."""

    server: Server

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.asked.append((self.path, dict(self.headers), time.monotonic()))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        if self.path in self.server.behind_cookie and "kiemtra=1" not in (self.headers["Cookie"] or ""):
            status, headers, body = 302, {"Location": self.path, "Set-Cookie": "kiemtra=1; path=/"}, b""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the fetcher has seen enough
            self.wfile.write(body)

    def do_POST(self) -> None:
        """Answer a form that is sent, by what the test makes of its fields."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
        self.server.posted.append(fields)
        if self.server.on_post:
            self.server.page(self.path, self.server.on_post(fields))
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve_pages() -> Iterator[Server]:
    """Serve while the block runs."""
    with served(Server()) as made:
        yield made
