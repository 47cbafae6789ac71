"""The walk along a listing: to its end, past what is known, and on from where it was cut short."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from crawlers.frontier.frontier import Frontier
from crawlers.net.errors import Refused
from crawlers.report import CrawlReport
from crawlers.spiders.listing import poll_listing
from crawlers.spiders.poll import SourcePoll
from pipeline.config import Site, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawlers.frontier.state import SourceState

BASE = "https://bao.example"
SOURCE = Source("listing", f"{BASE}/tin/")
SITE = Site("bao.example", "Báo", sources=(SOURCE,))


@attrs.frozen
class Page:
    """What Scrapy would answer."""

    url: str
    body: bytes
    status: int = 200
    headers: dict[bytes, bytes] = attrs.field(factory=dict)


class Pages:
    """A client over pages in memory: `pages` of four articles, the newest first, of which `patience` may be asked."""

    def __init__(self, pages: int) -> None:
        self.site = SITE
        self.stopping = asyncio.Event()
        self.newest = pages * 4
        self.paths: list[str] = []
        self.patience = 10_000
        self.broken = ""

    async def get(self, url: str, _: object = None) -> Any:
        """Answer with a page of the listing."""
        self.paths.append(url)
        if url == self.broken:
            raise Refused(url, "answered 500", "http 500", 500)
        number = int(url.rpartition("=")[2]) if "page=" in url else 1
        first = self.newest - (number - 1) * 4
        links = "".join(
            f'<li><a href="/tin/mot-bai-bao-co-ten-du-dai-so-{n}-10{n:04}.html">Một bài báo có tên đủ dài, số {n}</a></li>'
            for n in range(first, max(first - 4, 0), -1)
        )
        more = f'<a rel="next" href="/tin/?page={number + 1}">Trang sau</a>' if first > 4 else ""
        return Page(url, f"<html><body><ul>{links}</ul>{more}</body></html>".encode())

    async def may_continue(self) -> bool:
        """Go on as long as patience lasts."""
        return len(self.paths) < self.patience


class AllNew(SourcePoll):
    """A poll that takes every page as new, and keeps none."""

    async def get_changed(self, url: str, state: SourceState) -> tuple[Any, SourceState]:
        """Ask for a page as if it had never been read."""
        return await self.client.get(url), attrs.evolve(state, read_at=time.time())


class Walker:
    """Polls the listing of a site in memory."""

    def __init__(self, frontier: Frontier, pages: int, client: Pages | None = None) -> None:
        self.frontier = frontier
        self.client = client or Pages(pages)

    @property
    def asked(self) -> list[str]:
        """The addresses that the last walk asked for."""
        return self.client.paths

    def walk(self, patience: int = 10_000) -> SourceState:
        """Poll the listing once, with time for so many pages; return how it stands then."""
        self.client.patience, self.client.paths = patience, []
        archiver: Any = SimpleNamespace(frontier=self.frontier, shapes_of=lambda _: None)
        client: Any = self.client
        poll = AllNew(client, archiver, CrawlReport(SITE.domain), SOURCE)
        state = attrs.evolve(self.frontier.source_state(SITE.domain, SOURCE.url), polled_at=time.time())
        asyncio.run(poll_listing(poll, state))
        return self.frontier.source_state(SITE.domain, SOURCE.url)


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Give an empty frontier before an empty archive."""
    made = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield made
    made.close()


def test_the_first_walk_goes_to_the_end(frontier: Frontier) -> None:
    """All pages are followed once, and all they list is discovered."""
    walker = Walker(frontier, 20)
    state = walker.walk()
    assert (state.walk.is_complete, state.walk.resume, len(walker.asked)) == (True, None, 20)
    assert frontier.waiting("bao.example") == 80


def test_a_walk_that_is_cut_short_goes_on_where_it_was(frontier: Frontier) -> None:
    """Each poll looks at the first pages for what is new and then goes on, until the end is reached once."""
    walker = Walker(frontier, 30)
    state = walker.walk(patience=10)
    assert (state.walk.is_complete, state.read_at, state.walk.resume) == (False, None, f"{BASE}/tin/?page=11")
    walker.client.newest += 4  # while it was away, a page's worth of articles appeared
    state = walker.walk(patience=12)
    assert walker.asked[:2] == [f"{BASE}/tin/", f"{BASE}/tin/?page=2"]
    assert f"{BASE}/tin/?page=11" in walker.asked
    assert f"{BASE}/tin/?page=7" not in walker.asked
    state = walker.walk()
    assert (state.walk.is_complete, state.walk.resume) == (True, None)
    assert frontier.waiting("bao.example") == 124


def test_once_walked_three_pages_without_news_end_it(frontier: Frontier) -> None:
    """A listing that is known is followed only as far as it has news, and three pages more."""
    walker = Walker(frontier, 30)
    walker.walk()
    walker.client.newest += 8
    state = walker.walk()
    assert (state.walk.is_complete, len(walker.asked)) == (True, 5)
    assert frontier.waiting("bao.example") == 128


def test_a_page_that_fails_is_asked_for_again_by_the_next_poll(frontier: Frontier) -> None:
    """A walk stops at a page that is not to be had, and goes on from it when it is."""
    walker = Walker(frontier, 12)
    walker.client.broken = f"{BASE}/tin/?page=8"
    assert walker.walk().walk.resume == walker.client.broken
    assert walker.walk().walk.resume == walker.client.broken
    walker.client.broken = ""
    assert walker.walk().walk.is_complete
    assert frontier.waiting("bao.example") == 48


def test_a_walk_that_dies_on_the_way_goes_on_where_it_was(frontier: Frontier) -> None:
    """Each page of the first walk is remembered with what it lists: after kill -9 nothing is walked twice."""

    class Killed(BaseException):
        """What no code of ours gets to handle."""

    class Dying(Pages):
        async def get(self, url: str, _: object = None) -> Any:
            if url.endswith("page=9"):
                raise Killed
            return await super().get(url)

    with pytest.raises(Killed):
        Walker(frontier, 20, Dying(20)).walk()
    assert frontier.source_state("bao.example", SOURCE.url).walk.resume == f"{BASE}/tin/?page=9"
    walker = Walker(frontier, 20)
    assert walker.walk().walk.is_complete
    assert f"{BASE}/tin/?page=6" not in walker.asked
    assert frontier.waiting("bao.example") == 80
