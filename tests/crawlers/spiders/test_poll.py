"""How sources are polled, and what is remembered of each."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from scrapy.http import Response

from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import Failing, SourceState, Validators
from crawlers.net.errors import Refused
from crawlers.report import CrawlReport
from crawlers.sources.discovered import BadSource, DiscoveredUrl
from crawlers.spiders.poll import FULL_EVERY, SourcePoll, poll_sources
from pipeline.config import Site, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://bao.example"
FEED, OTHER = Source("feed", f"{BASE}/rss"), Source("feed", f"{BASE}/khac.rss")
SITE = Site("bao.example", "Báo", sources=(FEED, OTHER))


class World:
    """A site whose answer is always the same, and what is archived of it."""

    def __init__(self, frontier: Frontier, answer: Response | None = None) -> None:
        self.frontier = frontier
        self.site = SITE
        self.stopping = asyncio.Event()
        self.answer = answer or Response(FEED.url, body=b"x", headers={"ETag": '"1"', "Last-Modified": "hôm qua"})
        self.conditions: list[Any] = []
        self.sources: list[str] = []
        self.schedule = SimpleNamespace(after_poll=lambda *_: 123.0)
        self.report = CrawlReport(SITE.domain)

    async def may_continue(self) -> bool:
        """Go on."""
        return True

    async def get(self, _: str, conditional: Any = None) -> Response:
        """Answer for the site."""
        self.conditions.append(conditional)
        return self.answer

    def capture(self, _: Response, asked_url: str) -> str:
        """Take the capture of an answer."""
        return asked_url

    def archive_source(self, capture: str) -> None:
        """Archive a source's payload."""
        self.sources.append(capture)

    def poll(self, reader: Any) -> None:
        """Poll both sources with a reader."""
        world: Any = self
        asyncio.run(poll_sources(SITE.sources, reader, world, world, self.report, float("inf")))

    def get_changed(self, state: SourceState) -> tuple[Response, SourceState] | None:
        """Ask for the feed once."""
        world: Any = self
        return asyncio.run(SourcePoll(world, world, self.report, FEED).get_changed(FEED.url, state))


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Give an empty frontier before an empty archive."""
    opened = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield opened
    opened.close()


@pytest.mark.parametrize("fault", [Refused(FEED.url, "answered 500", "http 500"), BadSource(FEED.url, "is no feed")])
def test_a_source_that_fails_keeps_no_other_from_being_asked(frontier: Frontier, fault: Exception) -> None:
    """It is counted, with how often in a row and since when, and a person is told."""
    world = World(frontier)
    asked = []

    async def read(poll: SourcePoll, state: SourceState) -> None:
        asked.append(poll.source)
        if poll.source == FEED:
            raise fault
        poll.discover([DiscoveredUrl(f"{BASE}/a")], state)

    world.poll(read)
    world.poll(read)
    assert asked == [FEED, OTHER] * 2
    assert (world.report.sources, world.report.sources_failed, world.report.errors) == (4, 2, [str(fault)])
    state = frontier.source_state(SITE.domain, FEED.url)
    assert (state.failing.count, state.failing.error, state.due_at) == (2, str(fault), 123.0)
    assert state.failing.since == pytest.approx(time.time(), abs=60)
    assert frontier.source_state(SITE.domain, OTHER.url).failing == Failing()


def test_a_source_that_answers_again_has_not_failed(frontier: Frontier) -> None:
    """Its count begins anew."""
    frontier.save_source(SourceState(FEED.url, SITE.domain, failing=Failing(count=3, since=5.0, error="x")))

    async def read(poll: SourcePoll, state: SourceState) -> None:
        poll.discover([], state)

    World(frontier).poll(read)
    assert frontier.source_state(SITE.domain, FEED.url).failing == Failing()


def test_a_full_disk_is_no_fault_of_a_source(frontier: Frontier) -> None:
    """It ends the crawl."""

    async def read(*_: object) -> None:
        raise OSError(28, "No space left on device")

    world = World(frontier)
    with pytest.raises(OSError, match="No space"):
        world.poll(read)
    assert world.report.sources_failed == 0


def test_only_the_sites_own_news_are_discovered(frontier: Frontier) -> None:
    """Not another site's; the second poll finds nothing new in the same list."""
    world = World(frontier)

    async def read(poll: SourcePoll, state: SourceState) -> None:
        poll.discover([DiscoveredUrl(f"{BASE}/a"), DiscoveredUrl("https://khac.example/b")], state)

    world.poll(read)
    assert (world.report.listed, world.report.discovered, frontier.waiting(SITE.domain)) == (2, 1, 1)


FRESH = SourceState(FEED.url, SITE.domain, read_at=time.time(), validators=Validators(etag='"0"', digest="d"))


def test_a_page_is_asked_for_if_it_changed(frontier: Frontier) -> None:
    """With the validators of the last one; a new one is archived, and its own are remembered."""
    world = World(frontier)
    changed = world.get_changed(FRESH)
    assert world.conditions == [{"If-None-Match": '"0"'}]
    assert world.sources == [FEED.url]
    assert changed is not None
    assert changed[1].validators.etag == '"1"'
    assert changed[1].validators.digest == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    assert world.get_changed(changed[1]) is None, "the same bytes, whatever the status"
    assert world.sources == [FEED.url]


def test_a_page_that_did_not_change_is_not_read(frontier: Frontier) -> None:
    """That it was asked for is remembered."""
    world = World(frontier, Response(FEED.url, status=304))
    assert world.get_changed(attrs.evolve(FRESH, polled_at=7.0)) is None
    assert frontier.source_state(SITE.domain, FEED.url).polled_at == 7.0


def test_once_a_day_a_page_is_asked_for_whole(frontier: Frontier) -> None:
    """A server that answers 304 for ever is not believed for ever."""
    world = World(frontier)
    assert world.get_changed(attrs.evolve(FRESH, read_at=time.time() - FULL_EVERY - 1)) is not None
    assert world.conditions == [None]
