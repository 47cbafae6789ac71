"""Polls: a site's sources are asked what is new, and how each stood is remembered."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import attrs
import structlog

from crawlers.frontier import Failing, Validators
from crawlers.net import Refused
from crawlers.sources import BadSource
from crawlers.spiders.poll_result import PollResult
from pipeline.archive import is_storage_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scrapy.http import Response

    from crawlers.archiver import Archiver
    from crawlers.frontier import SourceState
    from crawlers.net import SiteClient
    from crawlers.report import CrawlReport
    from crawlers.sources import DiscoveredUrl
    from pipeline.config import Site, Source
    from pipeline.shapes import AddressShapes

log = structlog.get_logger()

FULL_EVERY = 24 * 3600.0  # seconds; a server that answers 304 for ever is asked for the whole thing once a day


@attrs.frozen
class SourcePoll:
    """One poll of one source: asks for its pages and discovers what they list. `until`: monotonic, for long walks."""

    client: SiteClient
    archiver: Archiver
    report: CrawlReport
    source: Source
    until: float = float("inf")
    result: PollResult = attrs.field(factory=PollResult)

    @property
    def site(self) -> Site:
        """The source's site."""
        return self.client.site

    @property
    def shapes(self) -> AddressShapes | None:
        """What is known of the addresses of the site's articles."""
        return self.archiver.shapes_of(self.site)

    def state_of(self, url: str) -> SourceState:
        """How the source, or a file of it, stood when last asked."""
        return self.archiver.frontier.source_state(self.site.domain, url)

    def save(self, state: SourceState) -> None:
        """Remember how the source, or a file of it, stands."""
        self.archiver.frontier.save_source(state)

    async def get_changed(self, url: str, state: SourceState) -> tuple[Response, SourceState] | None:
        """Ask for a page of the source, conditionally. None if it is as when last read, which is then remembered.

        A changed payload is kept in a WARC of its own. The returned state is to be saved once all it lists is. Raises
        Refused.
        """
        validators = state.validators
        is_fresh = state.read_at is not None and time.time() - state.read_at < FULL_EVERY
        response = await self.client.get(url, validators.as_headers() if is_fresh else None)
        is_same = response.status == 304
        digest = validators.digest if is_same else hashlib.sha256(response.body).hexdigest()
        self.result.is_changed |= validators.digest is not None and digest != validators.digest
        if is_fresh and digest == validators.digest:
            self.result.is_skipped = True
            self.save(state)
            return None
        self.archiver.archive_source(self.client.capture(response, url))
        validators = Validators(
            etag=_header(response, b"ETag"), last_modified=_header(response, b"Last-Modified"), digest=digest
        )
        return response, attrs.evolve(state, validators=validators, read_at=time.time())

    def discover(self, urls: Iterable[DiscoveredUrl], state: SourceState) -> None:
        """Put what a page lists into the frontier, with the page's state: the site's own, not older than `since`."""
        own = [url for url in urls if self.site.owns(url.url) and not url.is_before(self.source.since)]
        new = self.archiver.frontier.discover(self.site.domain, own, state)
        self.report.listed += len(own)
        self.report.discovered += new
        line = self.report.line(state.url)
        line.listed, line.discovered = line.listed + len(own), line.discovered + new
        self.result.named.update(url.url for url in own)
        self.result.new += new


ReadSource = Callable[[SourcePoll, "SourceState"], Awaitable[None]]
"""Asks one source and discovers what it lists; raises Refused, BadSource. Each kind of source has one."""


async def poll_sources(
    sources: Sequence[Source],
    reader: ReadSource,
    client: SiteClient,
    archiver: Archiver,
    report: CrawlReport,
    until: float,
) -> None:
    """Ask each source what is new; one that fails is counted and does not keep the others from being asked."""
    for source in sources:
        if client.stopping.is_set() or not await client.may_continue():
            return
        await _poll(SourcePoll(client, archiver, report, source, until), reader)


async def _poll(poll: SourcePoll, reader: ReadSource) -> None:
    source, report = poll.source, poll.report
    state = _begun(poll.state_of(source.url))
    report.sources += 1
    try:
        await reader(poll, attrs.evolve(state, failing=Failing()))
    except Exception as error:  # a source's edge: recorded with it, and the others are asked
        if is_storage_error(error):
            raise
        if not isinstance(error, Refused | BadSource):
            log.exception("source broke", site=poll.site.domain, url=source.url)
        message = str(error) or type(error).__name__
        report.fail_source(source.url, getattr(error, "reason", "no source"), message)
        state = attrs.evolve(state, failing=_once_more(state.failing, message))
    else:
        state = poll.result.update(poll.state_of(source.url), is_read_whole=source.kind != "sitemap")
    poll.save(attrs.evolve(state, due_at=poll.archiver.schedule.after_poll(poll.site, source, state)))


def _begun(state: SourceState) -> SourceState:
    habits = attrs.evolve(state.habits, watched_since=state.habits.watched_since or time.time())
    return attrs.evolve(state, polled_at=time.time(), habits=habits)


def _once_more(failing: Failing, error: str) -> Failing:
    return Failing(count=failing.count + 1, since=failing.since or time.time(), error=error)


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
