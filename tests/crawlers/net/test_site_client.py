"""What a site's answers come to, and when it is left alone."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from crawlers.frontier.frontier import Frontier
from crawlers.net.errors import ForbiddenByRobots, LeadsAway, PrivateAddress, Refused
from crawlers.net.politeness import FIRST_BLOCK, PATIENCE
from crawlers.net.site_client import SiteClient
from crawlers.report import CrawlReport
from pipeline.config import Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy import Request

DOMAIN = "bao.example"
URL = f"https://{DOMAIN}/a"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """Give an empty frontier."""
    opened = Frontier(tmp_path / "frontier.db", lambda _, __: set())
    yield opened
    opened.close()


class Engine:
    """Answers each request with the next of `answers`, or fails with it."""

    def __init__(self, *answers: Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        """Answer as Scrapy's engine does."""
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def client_of(engine: Engine, frontier: Frontier, report: CrawlReport | None = None) -> SiteClient:
    """Make a client over an engine; inside a running loop."""
    scrapy: Any = engine
    return SiteClient(scrapy, Site(DOMAIN, "Báo"), frontier, report or CrawlReport(DOMAIN), asyncio.Event())


def get(frontier: Frontier, answer: Response | Exception) -> Response:
    """Ask once, and get this answer."""

    async def ask() -> Response:
        return await client_of(Engine(answer), frontier).get(URL)

    return asyncio.run(ask())


@pytest.mark.parametrize("status", [200, 304])
def test_an_answer(frontier: Frontier, status: int) -> None:
    """A page, or that it is as it was; each request is counted and carries the conditions."""
    engine, report = Engine(Response(URL, status=status)), CrawlReport(DOMAIN)

    async def ask() -> Response:
        return await client_of(engine, frontier, report).get(URL, {"If-None-Match": '"1"'})

    assert asyncio.run(ask()).status == status
    assert engine.requests[0].headers[b"If-None-Match"] == b'"1"'
    assert report.fetched == 1


@pytest.mark.parametrize(
    ("answer", "reason", "status", "message"),
    [
        (Response(URL, status=404), "gone", 404, f"{URL}: answered 404"),
        (Response(URL, status=403), "forbidden", 403, f"{URL}: answered 403"),
        (Response(URL, status=418), "http 418", 418, f"{URL}: answered 418"),
        (ForbiddenByRobots("https://bao.example/b"), "robots.txt", 0, f"{URL}: is forbidden by robots.txt"),
        (LeadsAway("https://x.example/", "leads to x.example"), "moved away", 0, f"{URL}: leads to x.example"),
        (
            PrivateAddress("x.example", "10.0.0.1", "leave"),
            "private address",
            0,
            f"{URL}: x.example is at 10.0.0.1, a private address (leave)",
        ),
        (IgnoreRequest("max redirections"), "refused", 0, f"{URL}: max redirections"),
        (DownloadCancelledError("too large"), "refused", 0, f"{URL}: too large"),
        (OSError("cable"), "unreachable", 0, f"{URL}: OSError: cable"),
    ],
)
def test_whatever_is_no_answer_is_refused(
    frontier: Frontier, answer: Response | Exception, reason: str, status: int, message: str
) -> None:
    """With the address that was asked for, a word to count by, and the status where there is one."""
    with pytest.raises(Refused) as caught:
        get(frontier, answer)
    assert (caught.value.reason, caught.value.status, str(caught.value)) == (reason, status, message)


def test_an_overloaded_site_is_left_alone(frontier: Frontier) -> None:
    """As long as it asks for, else ever longer; what was under way already is no further strike."""
    with pytest.raises(Refused) as caught:
        get(frontier, Response(URL, status=503))
    assert caught.value.reason == "overloaded"
    state = frontier.site_state(DOMAIN)
    assert (state.strikes, state.blocked_until) == (1, pytest.approx(time.time() + FIRST_BLOCK, abs=5))
    with pytest.raises(Refused):
        get(frontier, Response(URL, status=429, headers={"Retry-After": "500"}))
    state = frontier.site_state(DOMAIN)
    assert (state.strikes, state.blocked_until) == (1, pytest.approx(time.time() + 500, abs=5))


def test_an_answer_forgives(frontier: Frontier) -> None:
    """A site that answers well again begins anew."""
    frontier.block_until(DOMAIN, 5.0, strikes=4)
    get(frontier, Response(URL))
    assert (frontier.site_state(DOMAIN).strikes, frontier.site_state(DOMAIN).blocked_until) == (0, 5.0)


def test_a_short_block_is_waited_for(frontier: Frontier) -> None:
    """A long one ends the crawl; so does being told to stop, at once."""

    async def ask() -> tuple[bool, bool, bool]:
        client = client_of(Engine(), frontier)
        frontier.block_until(DOMAIN, time.time() + 0.1)
        after_a_short = await client.may_continue()
        frontier.block_until(DOMAIN, time.time() + PATIENCE + 10)
        after_a_long = await client.may_continue()
        frontier.block_until(DOMAIN, time.time() + PATIENCE - 10)
        client.stopping.set()
        return after_a_short, after_a_long, await client.may_continue()

    begun = time.monotonic()
    assert asyncio.run(ask()) == (True, False, False)
    assert 0.1 <= time.monotonic() - begun < 10


def test_the_next_try_is_waited_for(frontier: Frontier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one is due soon; not where nothing waits, or only for later."""

    async def ask(due: float | None) -> bool:
        monkeypatch.setattr(frontier, "next_try", lambda _: due)
        return await client_of(Engine(), frontier).wait_for_next()

    assert asyncio.run(ask(None)) is False
    assert asyncio.run(ask(time.time() + PATIENCE + 10)) is False
    assert asyncio.run(ask(time.time() + 0.1)) is True


def test_an_address_may_be_asked_for_twice(frontier: Frontier) -> None:
    """No request is filtered as one that was made before: that is the frontier's to say."""
    engine = Engine(Response(URL), Response(URL))

    async def ask() -> None:
        client = client_of(engine, frontier)
        await client.get(URL)
        await client.get(URL)

    asyncio.run(ask())
    assert [request.dont_filter for request in engine.requests] == [True, True]
