"""SourceSpider: ask a site's sources what is new, and remember how each stood."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any

import attrs
import structlog

from crawlers.frontier import UNFINISHED
from crawlers.net import Refused
from crawlers.sources import BadSource, DiscoveredUrl
from crawlers.spiders.site import SiteSpider
from pipeline.archive import is_storage_error
from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scrapy.http import Response

    from crawlers.frontier import SourceState
    from pipeline.config import Source

log = structlog.get_logger()

FULL_EVERY = 24 * 3600.0  # seconds; a server that answers 304 for ever is asked for the whole thing once a day


class SourceSpider(SiteSpider):
    """Poll each source of one kind. Subclasses say how a source is read, in `read`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._poll = Poll()

    async def poll(self) -> None:
        """Ask each source; one that fails is counted and does not keep the others from being asked."""
        for source in self.sources:
            if self.stopping.is_set() or not await self.is_let_in():
                return
            state = self.frontier.source(self.site.domain, source.url)
            asked = attrs.evolve(state, polled_at=time.time(), watched_since=state.watched_since or time.time())
            self.report.sources += 1
            self._poll = Poll()
            try:
                await self.read(source, attrs.evolve(asked, failures=0, failing_since=None, error=None))
            except Exception as error:  # a source's edge: recorded with it, and the others are asked
                if is_storage_error(error):
                    raise
                if not isinstance(error, Refused | BadSource):
                    log.exception("source broke", site=self.site.domain, url=source.url)
                self.report.sources_failed += 1
                self.report.line(source.url).failures[getattr(error, "reason", "no source")] += 1
                message = str(error) or type(error).__name__
                self.report.complain(message)
                since, failures = state.failing_since or time.time(), state.failures + 1
                self._save(source, attrs.evolve(asked, failures=failures, failing_since=since, error=message))
            else:
                stands = self.frontier.source(self.site.domain, source.url)
                self._save(source, self._poll.told(stands, is_read_whole=source.kind != "sitemap"))

    def _save(self, source: Source, state: SourceState) -> None:
        due_at = self.archiver.schedule.after(self.site, source, state)
        if state.read_at is None and not state.failures:  # too long for one walk: to be gone on with
            due_at = min(due_at, time.time() + UNFINISHED)
        self.frontier.save_source(attrs.evolve(state, due_at=due_at))

    async def read(self, source: Source, state: SourceState) -> None:
        """Ask a source and discover what it lists. Raises Refused or BadSource."""
        raise NotImplementedError

    async def changed(self, url: str, state: SourceState) -> tuple[Response, SourceState] | None:
        """Fetch a page of a source, conditionally. None if it is as it was when last read, which is then remembered.

        A changed payload is kept in a WARC of its own. The returned state is to be saved once all it lists is.
        """
        fresh = state.read_at is not None and time.time() - state.read_at < FULL_EVERY
        wanted = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified} if fresh else {}
        response = await self.ask(url, {name: value for name, value in wanted.items() if value})
        digest = hashlib.sha256(response.body).hexdigest() if response.status != 304 else state.digest
        self._poll.is_changed |= state.digest is not None and digest != state.digest
        if fresh and digest == state.digest:
            self._poll.is_skipped = True
            self.frontier.save_source(state)
            return None
        self.archiver.archive_source(self.capture(response, url, None))
        return response, attrs.evolve(
            state,
            etag=_header(response, b"ETag"),
            last_modified=_header(response, b"Last-Modified"),
            digest=digest,
            read_at=time.time(),
        )

    def discover(self, found: Iterable[DiscoveredUrl], source: Source, state: SourceState) -> int:
        """Put what a source lists into the frontier: what is the site's own and not older than `since`."""
        wanted = [one for one in found if self.site.owns(one.url) and not is_before(one, source.since)]
        self.report.listed += len(wanted)
        new = self.frontier.discover(self.site.domain, wanted, state)
        self.report.discovered += new
        line = self.report.line(state.url)
        line.listed, line.discovered = line.listed + len(wanted), line.discovered + new
        self._poll.named.update(one.url for one in wanted)
        self._poll.new += new
        return new


@attrs.define
class Poll:
    """What one poll of a source came to: the addresses it named, how many were new, what became of its pages.

    `is_changed`: one of them came otherwise than before; `is_skipped`: one came as before, and was not read again.
    """

    named: set[str] = attrs.Factory(set)
    new: int = 0
    is_changed: bool = False
    is_skipped: bool = False

    def told(self, state: SourceState, *, is_read_whole: bool) -> SourceState:
        """Return how a source stands by this poll.

        Whether it changed is told by what it names: its bytes may hold the time of day. Of a sitemap's files only some
        are read, so there the bytes have to do.
        """
        now = time.time()
        state = attrs.evolve(state, news_at=now) if self.new else state
        if not self.named and self.is_skipped:
            return state
        empty = None if self.named or self.is_skipped else state.empty_since or now
        named = hashlib.sha256("\n".join(sorted(self.named)).encode()).hexdigest() if is_read_whole else None
        is_changed = (named != state.named if is_read_whole else self.is_changed) or self.new > 0
        changed = now if is_changed or state.changed_at is None else state.changed_at
        return attrs.evolve(state, empty_since=empty, named=named, changed_at=changed)


def is_before(found: DiscoveredUrl, since: date | None) -> bool:
    """Tell whether an address was published (or, where only that is known, last changed) before a day."""
    moment = found.published_at or found.changed_at
    return since is not None and moment is not None and moment.astimezone(VIETNAM).date() < since


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
