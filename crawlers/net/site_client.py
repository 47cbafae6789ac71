"""SiteClient: asks one site for pages during a crawl. It alone knows Scrapy's engine."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from crawlers.net.errors import PrivateAddress, Refused
from crawlers.net.politeness import PATIENCE, block_for
from crawlers.net.raw_response import capture_of
from pipeline.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.core.engine import ExecutionEngine
    from scrapy.http import Response

    from crawlers.frontier import Frontier
    from crawlers.report import CrawlReport
    from crawlers.sources import FormPost
    from pipeline.capture import Capture
    from pipeline.config import Site

# What a status means for an address: a word to count by. Others are "http NNN".
REASONS = {404: "gone", 410: "gone", 401: "forbidden", 403: "forbidden", 451: "forbidden"}
OVERLOADED = {429: "overloaded", 503: "overloaded"}


class SiteClient:
    """Asks one site, as politely as its file and its own answers want it.

    Scrapy's part is the way to the wire and back: robots.txt, delays, redirects, retries, decompression. Requests are
    awaited one by one instead of being yielded to Scrapy's queue, which would forget them with the process: which
    address comes next is the frontier's to say. `stopping` ends all waiting.
    """

    def __init__(
        self, engine: ExecutionEngine, site: Site, frontier: Frontier, report: CrawlReport, stopping: asyncio.Event
    ) -> None:
        self.site = site
        self.stopping = stopping
        self._engine = engine
        self._frontier = frontier
        self._report = report

    async def get(self, url: str, conditional: Mapping[str, str] | None = None) -> Response:
        """Ask for one address: the answer is 200, or 304 where `conditional` headers ask for it. Raises Refused.

        An answer of 429 or 503 makes the site be left alone for a time: see `may_continue`.
        """
        return await self._ask(Request(url, headers=dict(conditional or {}), dont_filter=True))

    async def post(self, form: FormPost) -> Response:
        """Send a form, as politely and as carefully as `get` asks. Raises Refused."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._ask(Request(form.url, method="POST", headers=headers, body=form.body, dont_filter=True))

    async def _ask(self, request: Request) -> Response:
        self._report.fetched += 1
        response = await self._download(request)
        if response.status in OVERLOADED:
            self._leave_alone(response)
        elif response.status in {200, 304}:
            self._forgive()
            return response
        reason = (OVERLOADED | REASONS).get(response.status, f"http {response.status}")
        raise Refused(request.url, f"answered {response.status}", reason, response.status)

    async def _download(self, request: Request) -> Response:
        try:
            return await self._engine.download_async(request)
        except PrivateAddress as error:  # of a redirect's host, too
            raise Refused(request.url, f"{error.url} {error.fault}", error.reason) from None
        except Refused as error:
            raise Refused(request.url, error.fault, error.reason) from None
        except (IgnoreRequest, DownloadCancelledError) as error:  # too many redirects, too large: as it will be again
            raise Refused(request.url, str(error), "refused") from None
        except Exception as error:  # noqa: BLE001  the page's edge: whatever the wire does, it is counted and put off
            raise Refused(request.url, f"{type(error).__name__}: {error}") from None

    def _leave_alone(self, response: Response) -> None:
        state = self._frontier.site_state(self.site.domain)
        delay = retry_after((response.headers.get(b"Retry-After") or b"").decode("latin-1"), time.time())
        if state.blocked_until > time.time():  # it says so to what was under way already: no further strike
            until, strikes = time.time() + (delay or 0.0), state.strikes
        else:
            until, strikes = time.time() + block_for(delay, state.strikes), state.strikes + 1
        self._frontier.block_until(self.site.domain, max(until, state.blocked_until), strikes)

    def _forgive(self) -> None:
        state = self._frontier.site_state(self.site.domain)
        if state.strikes:
            self._frontier.block_until(self.site.domain, state.blocked_until, 0)

    async def may_continue(self) -> bool:
        """Wait while the site wants to be left alone, PATIENCE at most; False where that is longer, or all stops."""
        wait = self._frontier.site_state(self.site.domain).blocked_until - time.time()
        if wait > PATIENCE:
            return False
        if wait > 0:
            await self.wait(wait)
        return not self.stopping.is_set()

    async def wait_for_next(self) -> bool:
        """Wait until an address of the frontier may be tried again; False where none may within PATIENCE seconds."""
        due = self._frontier.next_try(self.site.domain)
        if due is None or due - time.time() > PATIENCE:
            return False
        await self.wait(max(0.05, due - time.time()))
        return True

    async def wait(self, seconds: float) -> None:
        """Sleep, until the crawl is told to stop at the latest."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    def capture(self, response: Response, asked_url: str, via: str | None = None) -> Capture:
        """Take the capture of an answer that `get` returned. `via` is the source that named the address."""
        return capture_of(response, site=self.site.domain, asked_url=asked_url, via=via)
