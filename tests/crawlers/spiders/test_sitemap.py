"""Which files of a sitemap's index are read, and when the whole counts as read."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import Validators
from crawlers.net.errors import Refused
from crawlers.report import CrawlReport
from crawlers.sources.discovered import DiscoveredUrl
from crawlers.spiders.poll import SourcePoll
from crawlers.spiders.sitemap import NEWEST, OLD_FILES, is_due, poll_sitemap
from pipeline.config import Site, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawlers.frontier.state import SourceState

BASE = "https://bao.example"
INDEX = Source("sitemap", f"{BASE}/sitemap.xml")
SITE = Site("bao.example", "Báo", sources=(INDEX,))
NOW = time.time()


@pytest.mark.parametrize(
    ("changed", "read", "position", "is_dated", "expected"),
    [
        (None, None, 99, False, True),  # it was never read
        (10, 5, 99, True, False),  # it says that it did not change since
        (5, 10, 99, True, True),
        (5, 4.5, 99, True, True),  # its date may be a bare day
        (5, 4.5, 99, False, False),  # all files have that date
        (None, 1, NEWEST - 1, True, True),
        (None, 1, NEWEST, True, False),
        (None, OLD_FILES / 86_400 + 1, NEWEST, True, True),
    ],
)
def test_files_that_may_have_changed(
    changed: float | None,
    read: float | None,
    position: int,
    is_dated: bool,  # noqa: FBT001
    expected: bool,  # noqa: FBT001
) -> None:
    """New ones, those that say so, and of those that say nothing the newest and, now and then, the others."""
    changed_at = None if changed is None else datetime.fromtimestamp(NOW, UTC) - timedelta(days=changed)
    read_at = None if read is None else NOW - read * 86_400
    file = DiscoveredUrl(f"{BASE}/1.xml", changed_at=changed_at)
    assert is_due(file, read_at, position=position, is_dated=is_dated) is expected


class Files(SourcePoll):
    """A poll whose files are in memory: URL -> the XML, or why it can't be had."""

    async def get_changed(self, url: str, state: SourceState) -> tuple[Any, SourceState]:
        """Answer with a file as if it had never been read."""
        files: Any = self.client
        files.urls.append(url)
        body = files.bodies[url]
        if isinstance(body, Exception):
            raise body
        validators = Validators(digest="d")
        return SimpleNamespace(url=url, body=body), attrs.evolve(state, read_at=time.time(), validators=validators)


def index(*paths: str) -> bytes:
    """Write an index of files."""
    entries = "".join(f"<sitemap><loc>{BASE}{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{entries}</sitemapindex>".encode()


def urlset(*paths: str) -> bytes:
    """Write a file of pages."""
    return f"<urlset>{''.join(f'<url><loc>{BASE}{path}</loc></url>' for path in paths)}</urlset>".encode()


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Give an empty frontier before an empty archive."""
    opened = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield opened
    opened.close()


def poll(frontier: Frontier, bodies: dict[str, bytes | Exception], report: CrawlReport | None = None) -> list[str]:
    """Poll the index; return the paths that were asked for, in order."""
    client: Any = SimpleNamespace(site=SITE, stopping=asyncio.Event(), urls=[], bodies=bodies)
    archiver: Any = SimpleNamespace(frontier=frontier, shapes_of=lambda _: None)
    state = attrs.evolve(frontier.source_state(SITE.domain, INDEX.url), polled_at=time.time())
    asyncio.run(poll_sitemap(Files(client, archiver, report or CrawlReport(SITE.domain), INDEX), state))
    return [url.removeprefix(BASE) for url in client.urls]


def test_an_index_is_read_with_its_files(frontier: Frontier) -> None:
    """The newest file first, each once though indexes name each other; what they list waits."""
    bodies: dict[str, bytes | Exception] = {
        INDEX.url: index("/1.xml", "/2.xml", "/sitemap.xml"),
        f"{BASE}/1.xml": urlset("/lu-quet-post1.html", "/thoi-su/"),
        f"{BASE}/2.xml": urlset("/lu-quet-post2.html"),
    }
    assert poll(frontier, bodies) == ["/sitemap.xml", "/2.xml", "/1.xml"]
    assert frontier.waiting(SITE.domain) == 2
    state = frontier.source_state(SITE.domain, INDEX.url)
    assert state.read_at is not None
    assert state.validators == Validators(), "an index is always asked for whole"


def test_a_file_that_is_not_to_be_had_stays_unread(frontier: Frontier) -> None:
    """The others are read, a person is told, and the next poll asks for it again."""
    report = CrawlReport(SITE.domain)
    bodies: dict[str, bytes | Exception] = {
        INDEX.url: index("/1.xml", "/2.xml"),
        f"{BASE}/1.xml": urlset("/lu-quet-post1.html"),
        f"{BASE}/2.xml": Refused(f"{BASE}/2.xml", "answered 500", "http 500", 500),
    }
    poll(frontier, bodies, report)
    assert frontier.waiting(SITE.domain) == 1
    assert report.errors == [f"{BASE}/2.xml: answered 500"]
    assert frontier.source_state(SITE.domain, f"{BASE}/2.xml").read_at is None


def test_a_feed_among_the_files_is_always_read(frontier: Frontier) -> None:
    """Whatever it says of its age; and all that it names are articles."""
    bodies: dict[str, bytes | Exception] = {
        INDEX.url: index("/1.xml", "/2.xml", "/3.xml", "/rss/moi"),
        **{f"{BASE}/{number}.xml": urlset() for number in range(1, 4)},
        f"{BASE}/rss/moi": f"<rss><channel><item><link>{BASE}/gap-mat</link></item></channel></rss>".encode(),
    }
    assert poll(frontier, bodies)[-1] == "/rss/moi"
    assert frontier.waiting(SITE.domain) == 1
    assert poll(frontier, bodies) == ["/sitemap.xml", "/3.xml", "/2.xml", "/rss/moi"]
