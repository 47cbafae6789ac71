"""A small paper on loopback, its file in a home, and the real command crawling it in a subprocess."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import file_name
from tests.support.captures import html, long_text
from tests.support.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEM = "<item><title>{title}</title><link>{url}</link></item>"


class Paper(ThreadingHTTPServer):
    """Answers from a table of paths, (status, headers, body); remembers what was asked and when.

    At paths `behind_cookie` it redirects to the same path whoever does not bring the cookie that it sets.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, float]] = []
        self.latency: dict[str, float] = {}
        self.cookies: list[str | None] = []
        self.behind_cookie: set[str] = set()

    def address(self, host: str = "127.0.0.1") -> str:
        """Return the paper's host and port."""
        return f"{host}:{self.server_port}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for so far."""
        return [path for path, _ in self.asked]

    def publish(self, *paths: str, host: str = "127.0.0.1") -> None:
        """Put an article at each path, and all of them into the feed."""
        for path in paths:
            self.answers[path] = (200, {"Content-Type": "text/html"}, html(f"Bài viết về {path}", long_text(path)))
        items = "".join(ITEM.format(title=path, url=f"http://{self.address(host)}{path}") for path in paths)
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'
        self.answers["/rss"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())

    def robots(self, text: str, status: int = 200) -> None:
        """Set robots.txt."""
        self.answers["/robots.txt"] = (status, {"Content-Type": "text/plain"}, text.encode())


class _Handler(BaseHTTPRequestHandler):
    server: Paper
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.asked.append((self.path, time.monotonic()))
        time.sleep(self.server.latency.get(self.path, 0))
        cookie = self.headers["Cookie"]
        self.server.cookies.append(cookie)
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        if self.path in self.server.behind_cookie and cookie != "kiemtra=1":
            status, headers, body = 302, {"Location": self.path, "Set-Cookie": "kiemtra=1; path=/"}, b""
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def open_paper() -> Iterator[Paper]:
    """Serve one."""
    with served(Paper()) as paper:
        yield paper


def watch(home: Path, paper: Paper, *, host: str = "127.0.0.1", private: bool = True, delay: float = 0) -> None:
    """Write the paper's file into a home."""
    domain = paper.address(host)
    lines = [f'domain = "{domain}"', 'name = "Báo"', "[[sources]]", 'kind = "feed"', f'url = "http://{domain}/rss"']
    lines += ["[politeness]", f"delay = {delay}", f"allow_private = {str(private).lower()}"]
    (home / "sites").mkdir(exist_ok=True)
    (home / "sites" / file_name(domain)).write_text("\n".join(lines), encoding="utf-8")


def crawl(home: Path, *words: str) -> dict[str, Any]:
    """Crawl the home's one site with the real command; its tally, and the command's exit status in `status`."""
    argv = [str(Path(sys.executable).with_name("khobao")), "--home", str(home), "crawl", "--json", *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=90)
    assert done.returncode in {0, 1}, done.stderr
    (tally,) = json.loads(done.stdout)["sites"]
    return {**tally, "status": done.returncode}
