"""A real browse process over a filled archive, for the tests of pages, headers and browser."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import httpx
import pytest

from tests.browse.example_archive import add_article, fill, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
HOSTILE = "<script>alert(1)</script> & <b>tựa</b>"


@attrs.frozen
class Served:
    """A running browse process and what is in its archive."""

    url: str
    bridge: str
    hostile: str

    def get(self, path: str, **more: object) -> httpx.Response:
        """Ask for a page."""
        return httpx.get(self.url + path, timeout=20, **more)  # type: ignore[arg-type]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until a condition holds; fail where it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Tell whether a server answers there."""
    try:
        httpx.get(url, timeout=20)
    except httpx.TransportError:
        return False
    return True


def command(home: Path, port: int) -> list[str]:
    """Return the command that serves a home."""
    return [sys.executable, "-m", "browse.serve", "--home", str(home), "--port", str(port)]


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a browse process and end it; it must end well, with nothing on stdout."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (  # a file: a pipe that nobody reads stops who writes much into it
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command(home, port), cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints) as process,
    ):
        try:
            wait_for(lambda: answers(url) or process.poll() is not None)
            yield url, process
        finally:
            process.send_signal(signal.SIGTERM)
            stdout, _ = process.communicate(timeout=20)
            complaints.seek(0)
            said = complaints.read().decode()
    assert stdout == b""
    assert process.returncode == 0, said


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive of five sites and some sixty articles, one of them hostile."""
    home = tmp_path_factory.mktemp("home #1?")  # a folder's name that is syntax in a URI
    db = make(home / "archive.db")
    fill(db)
    hostile = add_article(
        db, "baosonghong.example", HOSTILE, f"{HOSTILE}\n\nHết bài lạ.", sapo=HOSTILE, url="javascript:alert(1)"
    )
    bridge = next(db.query("SELECT key FROM articles WHERE title LIKE 'Thông xe cầu%'"))["key"]
    db.close()
    with serving(home) as (url, _):
        yield Served(url, bridge, hostile)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; not for longer: Playwright keeps an event loop, beside which no test can run another."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


def _of_page(message: ConsoleMessage, page: Page) -> bool:
    """Tell whether Chromium says no more than that the page itself is a 404 or the like."""
    return message.text.startswith("Failed to load resource") and message.location["url"] == page.url


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(chromium: Browser, request: pytest.FixtureRequest, served: Served) -> Iterator[Page]:
    """Open a page; whatever the browser complains about, or asks of another host, fails the test."""
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=served.url)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if not _of_page(message, opened) else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(served.url) else complaints.append(asked.url))
    yield opened
    context.close()
    assert complaints == []
