"""The crawl of one site: what waits in its frontier is fetched and archived, newest first."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from crawlers.net import Refused
from crawlers.sources import SectionLink, is_article_url
from crawlers.spiders.section_search import SectionSearch
from pipeline.archive import captures
from pipeline.extraction import article_of

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.archiver import Archiver
    from crawlers.frontier import Frontier, Lease
    from crawlers.net import SiteClient
    from crawlers.report import CrawlReport
    from crawlers.spiders.page_check import PageCheck
    from crawlers.spiders.revisits import Revisits

FINAL = {"gone", "moved away", "robots.txt", "refused"}  # asking again soon would bring the same


async def crawl_site(
    client: SiteClient, archiver: Archiver, revisits: Revisits, report: CrawlReport, *, until: float
) -> None:
    """Fetch what waits until nothing does, time is up (monotonic), or the site wants to be left alone for long.

    Where nothing waits, pages that may be sections are tried, then stored articles that are due are visited again: new
    ones always go first.
    """
    search = SectionSearch(client, archiver)
    fetch = PageFetch(client, archiver, revisits.check, search, report)
    while time.monotonic() < until and await client.may_continue():
        if leases := archiver.frontier.lease(client.site.domain):
            await fetch(leases[0])
        elif section := search.next():
            await search.visit(section)
        elif article := revisits.next_due():
            await revisits.visit(article)
        elif not await client.wait_for_next():
            return


class PageFetch:
    """Fetches leased addresses of one site and archives what comes; whatever does not is put off or given up."""

    def __init__(
        self, client: SiteClient, archiver: Archiver, check: PageCheck, search: SectionSearch, report: CrawlReport
    ) -> None:
        self._client = client
        self._archiver = archiver
        self._check = check
        self._search = search
        self._report = report

    @property
    def _frontier(self) -> Frontier:
        return self._archiver.frontier

    async def __call__(self, lease: Lease) -> None:
        """Fetch one address. Its lease is acked, put off or given back, whatever happens."""
        if captures.known_urls(self._archiver.intake.archive.db, lease.site, [lease.url]):
            self._frontier.ack([lease])  # another page has named it as its canonical address since it was found
            return
        try:
            kind = await self._archive(await self._client.get(lease.url), lease)
        except Refused as error:
            self._report.fail(error.reason, str(error))
            self._report.line(lease.via).failures[error.reason] += 1
            self._put_off(lease, error.reason)
        except BaseException:  # cancelled; or a full disk, of which others will hear
            with suppress(sqlite3.Error):
                self._frontier.give_back([lease])
            raise
        else:
            self._count(lease, kind)

    async def _archive(self, response: Response, lease: Lease) -> str:
        """Archive a page. Files that a source lists among its pages are not kept (yet), nor is "under maintenance"."""
        content_type = (response.headers.get(b"Content-Type") or b"html").lower()
        if b"html" not in content_type:
            self._frontier.ack([lease], "not-html")
            return "not-html"
        capture, extraction = await self._check.read(response, lease.url, lease.via)
        if await self._check.is_no_article(capture, article_of(extraction)):
            return "empty"
        self._search.meet(response)
        return await self._archiver.archive(capture, lease, extraction)

    def _count(self, lease: Lease, kind: str) -> None:
        self._report.stored[kind] += 1
        self._report.line(lease.via).count(kind)
        if kind == "empty":
            self._report.complain(f"{lease.url}: no article on the page")
            self._frontier.fail(lease, kind)
        elif kind == "listing" and not is_article_url(lease.url, self._client.site):  # its link looked like one
            self._frontier.sections.note(lease.site, [SectionLink(lease.url, 0)], lease.via or lease.url)

    def _put_off(self, lease: Lease, reason: str) -> None:
        if reason == "overloaded":
            self._frontier.give_back([lease])
        elif reason in FINAL:
            self._frontier.ack([lease], reason)
        else:
            self._frontier.fail(lease, reason)
