"""What one site is due for, while it waits for its next crawl."""

from __future__ import annotations

import attrs

from crawlers.worker.protocol import CrawlTask, PollAll, PollDue, PollSources


@attrs.define
class SiteTurn:
    """A site's turn: what asks for it comes together until a crawl takes it."""

    is_due: bool = False
    """Whether it is to be crawled at all."""
    all_sources: bool = False
    """Poll all, whatever the poll schedule says."""
    sources: set[str] = attrs.field(factory=set)
    """URLs of sources to poll at once, as where a hub called."""
    held_until: float = 0.0
    """Epoch seconds; until then a site that fails is left alone."""

    def take(self) -> CrawlTask:
        """What the next crawl is to do; the turn begins anew."""
        task: CrawlTask = PollDue()
        if self.all_sources:
            task = PollAll()
        elif self.sources:
            task = PollSources(tuple(sorted(self.sources)))
        self.is_due, self.all_sources, self.sources = False, False, set()
        return task

    def give_back(self, task: CrawlTask) -> None:
        """Be due again for what a crawl was to do and did not."""
        self.is_due = True
        match task:
            case PollAll():
                self.all_sources = True
            case PollSources(urls=urls):
                self.sources |= set(urls)
