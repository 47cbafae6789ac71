"""A real browse process over a filled archive, for the tests of pages, headers and browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.example_archive import add_article, fill, make
from tests.support.served import HOSTILE, Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


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
