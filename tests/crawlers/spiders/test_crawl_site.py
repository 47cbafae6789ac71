"""What becomes of an address that is fetched."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.http import Response

from crawlers.frontier.frontier import RETRY_AFTER, Frontier
from crawlers.frontier.state import SourceState
from crawlers.net.errors import Refused
from crawlers.report import CrawlReport
from crawlers.sources.discovered import DiscoveredUrl
from crawlers.spiders.crawl_site import PageFetch, crawl_site
from pipeline.config import Site
from pipeline.errors import Unreadable
from tests.support.example_archive import add_article, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

DOMAIN = "bao.example"
URL = f"https://{DOMAIN}/a"
RSS = f"https://{DOMAIN}/rss"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Give a frontier in which one address waits."""
    opened = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    opened.discover(DOMAIN, [DiscoveredUrl(URL)], SourceState(RSS, DOMAIN))
    yield opened
    opened.close()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Give an archive that holds nothing."""
    database = make(tmp_path / "archive.db")
    yield database
    database.close()


class World:
    """A site with one answer, an archive, and a judge of pages: what a fetch deals with."""

    def __init__(self, frontier: Frontier, db: Database, answer: Response | BaseException | None = None) -> None:
        self.site = Site(DOMAIN, "Báo")
        self.sites = {DOMAIN: self.site}
        self.frontier = frontier
        self.answer = answer or Response(URL, headers={"Content-Type": "text/html"})
        self.archived: list[str] = []
        self.is_empty = False
        self.intake = SimpleNamespace(archive=SimpleNamespace(db=db))
        self.report = CrawlReport(DOMAIN)

    async def get(self, _: str) -> Response:
        """Answer for the site."""
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    async def read(self, *_: object) -> tuple[str, Unreadable]:
        """Take the capture of a page."""
        return "capture", Unreadable("x", "listing")

    async def is_no_article(self, *_: object) -> bool:
        """Judge a page."""
        return self.is_empty

    def meet(self, _: Response) -> None:
        """Look at the links of a page."""

    def shapes_of(self, _: Site) -> None:
        """Know nothing of addresses."""

    async def archive(self, capture: str, lease: Any, _: object) -> str:
        """Archive a capture, and ack its lease as the archiver does."""
        self.archived.append(capture)
        self.frontier.ack([lease])
        return "new"

    def fetch(self) -> None:
        """Fetch the address that waits."""
        (lease,) = self.frontier.lease(DOMAIN)
        world: Any = self
        asyncio.run(PageFetch(world, world, world, world, self.report)(lease))


def test_a_page_is_archived(frontier: Frontier, db: Database) -> None:
    """It is counted with the source that named it."""
    world = World(frontier, db)
    world.fetch()
    assert world.archived == ["capture"]
    assert (world.report.stored["new"], frontier.next_try(DOMAIN)) == (1, None)
    assert list(world.report.lines) == [RSS]


def test_what_is_stored_already_is_not_fetched(frontier: Frontier, db: Database) -> None:
    """Another page may have named it as its canonical address since it was discovered."""
    world = World(frontier, db, AssertionError("asked"))
    add_article(db, DOMAIN, "Tin", url=URL)
    world.fetch()
    assert (world.archived, frontier.next_try(DOMAIN)) == ([], None)


def test_a_file_is_not_kept(frontier: Frontier, db: Database) -> None:
    """A source may list PDFs among its pages; they are done with."""
    world = World(frontier, db, Response(URL, headers={"Content-Type": "application/pdf"}))
    world.fetch()
    assert (world.archived, world.report.stored["not-html"], frontier.next_try(DOMAIN)) == ([], 1, None)


def test_an_empty_page_is_tried_again(frontier: Frontier, db: Database) -> None:
    """What the site answers anywhere now is not archived, and a person reads of it."""
    world = World(frontier, db)
    world.is_empty = True
    world.fetch()
    assert (world.archived, world.report.errors) == ([], [f"{URL}: no article on the page"])
    assert frontier.next_try(DOMAIN) is not None


@pytest.mark.parametrize(
    ("reason", "wait"),
    [("gone", None), ("moved away", None), ("robots.txt", None), ("overloaded", 0.0), ("http 500", RETRY_AFTER[0])],
)
def test_what_is_refused(frontier: Frontier, db: Database, reason: str, wait: float | None) -> None:
    """What asking again would not change is given up; an overloaded site's page waits as if never asked for."""
    world = World(frontier, db, Refused(URL, "fault", reason))
    world.fetch()
    assert world.report.failures[reason] == world.report.line(RSS).failures[reason] == 1
    next_try = frontier.next_try(DOMAIN)
    assert next_try == (pytest.approx(time.time() + wait, abs=5) if wait else wait)


def test_a_cancelled_fetch_gives_its_address_back(frontier: Frontier, db: Database) -> None:
    """As it does on any fault of our own."""
    world = World(frontier, db, asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        world.fetch()
    assert [lease.url for lease in frontier.lease(DOMAIN)] == [URL]


def test_new_articles_go_before_revisits(frontier: Frontier, db: Database) -> None:
    """What is due is visited where nothing waits; the crawl ends where nothing is due either."""
    order: list[str] = []
    due = ["old article"]
    world: Any = World(frontier, db)

    async def go_on() -> bool:
        return True

    async def nothing() -> bool:
        return False

    async def visit(article: str) -> None:
        order.extend([*world.archived, article])

    world.may_continue, world.wait_for_next = go_on, nothing
    revisits: Any = SimpleNamespace(check=world, next_due=lambda: due.pop() if due else None, visit=visit)
    asyncio.run(crawl_site(world, world, revisits, world.report, until=float("inf")))
    assert order == ["capture", "old article"]


def test_time_is_up(frontier: Frontier, db: Database) -> None:
    """No further article is begun then."""
    world: Any = World(frontier, db)
    revisits: Any = SimpleNamespace(check=world)
    asyncio.run(crawl_site(world, world, revisits, world.report, until=0.0))
    assert world.archived == []
