"""SourceSpider: ask a site's sources what is new, and remember how each stood."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import attrs
import structlog

from crawlers.found import BadSource, Found
from crawlers.refused import Refused
from crawlers.site_spider import SiteSpider
from pipeline.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scrapy.http import Response

    from crawlers.frontier import SourceState
    from pipeline.site import Source

log = structlog.get_logger()

FULL_EVERY = 24 * 3600.0  # seconds; a server that answers 304 for ever is asked for the whole thing once a day


class SourceSpider(SiteSpider):
    """Poll each source of one kind. Subclasses say how a source is read, in `read`."""

    async def poll(self) -> None:
        """Ask each source; one that fails is counted and does not keep the others from being asked."""
        for source in self.sources:
            if self.stopping.is_set() or not await self.is_let_in():
                return
            state = self.frontier.source(self.site.domain, source.url)
            self.tally.sources += 1
            try:
                await self.read(source, attrs.evolve(state, polled_at=time.time(), failures=0, error=None))
            except Exception as error:  # a source's edge: recorded with it, and the others are asked
                if not isinstance(error, Refused | BadSource):
                    log.exception("source broke", site=self.site.domain, url=source.url)
                self.tally.sources_failed += 1
                self.tally.complain(str(error) or type(error).__name__)
                failed = attrs.evolve(state, polled_at=time.time(), failures=state.failures + 1, error=str(error))
                self.frontier.save_source(failed)

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
        if fresh and digest == state.digest:
            self.frontier.save_source(state)
            return None
        self.desk.keep_source(self.capture(response, url, None))
        return response, attrs.evolve(
            state,
            etag=_header(response, b"ETag"),
            last_modified=_header(response, b"Last-Modified"),
            digest=digest,
            read_at=time.time(),
        )

    def discover(self, found: Iterable[Found], source: Source, state: SourceState) -> int:
        """Put what a source lists into the frontier: what is the site's own and not older than `since`."""
        wanted = [one for one in found if self.site.owns(one.url) and not is_before(one, source.since)]
        self.tally.listed += len(wanted)
        new = self.frontier.discover(self.site.domain, wanted, state)
        self.tally.discovered += new
        return new


def is_before(found: Found, since: date | None) -> bool:
    """Tell whether an address was published (or, where only that is known, last changed) before a day."""
    moment = found.published_at or found.changed_at
    return since is not None and moment is not None and moment.astimezone(VIETNAM).date() < since


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
