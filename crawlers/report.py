"""What one crawl of one site came to."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs

from pipeline.archive import LedgerLine

# What a publisher decides, and no failure of ours.
PUBLISHERS_WORD = frozenset({"gone", "forbidden", "moved away", "robots.txt", "refused", "private address"})
ALL_FORBIDDEN = 3  # pages; a firewall that forbids one or two at random has not shut us out
MESSAGE = 300  # characters; some errors quote what a server sent


@attrs.define
class CrawlReport:
    """Counts of a crawl, kept while it goes on."""

    site: str
    sources: int = 0
    """Polled, in vain or not."""
    sources_failed: int = 0
    listed: int = 0
    """Addresses that sources named."""
    discovered: int = 0
    """Those of them that were new."""
    fetched: int = 0
    """Requests for pages and sources."""
    stored: Counter[str] = attrs.field(factory=Counter)
    """What became of pages: new, revised, unchanged, listing, empty, ..."""
    failures: Counter[str] = attrs.field(factory=Counter)
    """Why pages were not had: the `reason` of `crawlers.net.Refused`."""
    errors: list[str] = attrs.field(factory=list)
    """The first few messages."""
    left: int = 0
    """Addresses that still wait."""
    resume_in: float | None = None
    """Seconds until there is something to do: a source, an address or a revisit. None: never."""
    failures_in_a_row: int = 0
    """Crawls of this site that failed, up to this one."""
    seconds: float = 0.0
    aborted: bool = False
    """The crawl could not be carried out; `errors` says why."""
    lines: dict[str, LedgerLine] = attrs.field(factory=dict)
    """Lines of the ledger, by the page that named an address."""

    def line(self, via: str | None) -> LedgerLine:
        """Line of the ledger of a source, or of a file of a sitemap."""
        return self.lines.setdefault(via or "", LedgerLine())

    def fail(self, reason: str, message: str) -> None:
        """Count a page that was not had; the first few messages are kept for a person to read."""
        self.failures[reason] += 1
        self.complain(message)

    def fail_source(self, url: str, reason: str, message: str) -> None:
        """Count a source that was polled in vain."""
        self.sources_failed += 1
        self.line(url).failures[reason] += 1
        self.complain(message)

    def complain(self, message: str) -> None:
        """Keep one of the first few error messages."""
        message = message[:MESSAGE]
        if len(self.errors) < 10 and message not in self.errors:
            self.errors.append(message)

    @property
    def failed(self) -> bool:
        """Whether the site as a whole failed: no crawl, no source that answered, or no page that came out well.

        A page that is gone, or that robots.txt forbids, is the publisher's word and no failure of the crawl; so is one
        forbidden now and then (firewalls of some systems do that at random), but not when nothing else comes.
        """
        if self.aborted or (self.sources and self.sources_failed == self.sources):
            return True
        broken = self.stored["failed"] + self.stored["empty"]
        well = self.stored.total() - broken - self.stored["gone"]
        broken += sum(count for reason, count in self.failures.items() if reason not in PUBLISHERS_WORD)
        return well == 0 and (broken > 0 or self.failures["forbidden"] >= ALL_FORBIDDEN)

    def as_json(self) -> dict[str, Any]:
        """As `khobao crawl --json` prints it: all but the ledger's lines."""
        counts = attrs.asdict(self, filter=lambda field, _: field.name not in {"lines", "aborted"})
        return {**counts, "failed": self.failed}
