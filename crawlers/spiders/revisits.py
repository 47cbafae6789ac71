"""Revisits of stored articles, as they come due or as a person asks: what each says, and what it is worth.

A sign that an article is gone counts only while its site answers well: another of its articles is asked then, too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from crawlers.net import Refused
from crawlers.spiders.page_check import PageCheck, is_suspect
from pipeline.archive import RevisitResult, articles, visits
from pipeline.article import Article
from pipeline.clock import now
from pipeline.extraction import article_of
from pipeline.ingest import is_section, is_unchanged
from pipeline.revisits import GONE_STATUSES
from pipeline.urls import canonical, identity

if TYPE_CHECKING:
    from crawlers.archiver import Archiver
    from crawlers.net import SiteClient
    from crawlers.report import CrawlReport
    from pipeline.archive import DueRevisit
    from pipeline.capture import Capture
    from pipeline.config import Site
    from pipeline.errors import Unreadable
    from pipeline.extraction import Extraction
    from pipeline.ids import ArticleId
    from pipeline.revisits import Presence

BUDGET = 60.0  # seconds of one crawl spent on revisits that are due; then sources get their turn
WITNESSES = 3  # articles that are asked whether their site answers
BELIEVED = 300.0  # seconds their answer is believed


class Revisits:
    """The revisits of one crawl of a site: `next_due` gives the newest article that is due, `visit` asks for one."""

    def __init__(self, client: SiteClient, archiver: Archiver, site: Site, report: CrawlReport) -> None:
        self.check = PageCheck(client, archiver)
        self._client = client
        self._archiver = archiver
        self._archive = archiver.intake.archive
        self._site = site
        self._report = report
        self._until = time.monotonic() + BUDGET
        self._under_way: set[int] = set()
        self._site_answered: tuple[float, bool] | None = None

    def next_due(self) -> DueRevisit | None:
        """Article to visit next, None where none is due or enough were visited for now."""
        if time.monotonic() >= self._until:
            return None
        due = visits.due(self._archive.db, self._site, now(), limit=len(self._under_way) + 1)
        return next((article for article in due if article.article_id not in self._under_way), None)

    def named(self, url: str) -> DueRevisit | None:
        """Article that has an address, due or not; it is asked for in full."""
        article = visits.of_address(self._archive.db, self._site, url, now())
        return attrs.evolve(article, conditional={}) if article else None

    async def visit(self, article: DueRevisit) -> bool:
        """Ask for an article and record what came of it. False where the site is overloaded: it is due all the same."""
        self._under_way.add(article.article_id)
        try:
            self._report.stored[await self._visit(article)] += 1
        except Refused as error:
            self._report.fail(error.reason, str(error))
            return False
        finally:
            self._under_way.discard(article.article_id)
        return True

    async def visit_named(self, urls: list[str]) -> None:
        """Visit the articles at these addresses, the last first, and take them from the list. Several may share it."""
        while urls and await self._client.may_continue():
            url = urls.pop()
            article = self.named(url)
            if article and not await self.visit(article):
                urls.append(url)

    async def _visit(self, article: DueRevisit) -> str:
        look, capture = await self._look(article)
        elsewhere = visits.captured_elsewhere(self._archive.db, article) if look.sign != "there" else None
        if elsewhere:
            look, capture = await self._look(attrs.evolve(article, url=elsewhere, conditional={}))
        if look.sign == "gone" and not await self._site_answers(article):
            look = attrs.evolve(look, sign="unclear")
        await self._record(article, look, capture)
        return look.outcome

    async def _record(self, article: DueRevisit, look: RevisitResult, capture: Capture | None) -> None:
        is_its = capture and identity(capture.url) == identity(article.url)
        with self._archive.transaction():
            annotation = visits.record(self._archive, self._site, article, look, capture if is_its else None)
        if annotation:
            await self._archiver.annotate(annotation)

    async def _look(self, article: DueRevisit) -> tuple[RevisitResult, Capture | None]:
        """Ask for an article once; with the capture of what is there. Raises Refused where the site is overloaded."""
        try:
            response = await self._client.get(article.url, article.conditional)
        except Refused as error:
            if error.reason == "overloaded":
                raise
            self._report.fail(error.reason, str(error))
            sign: Presence = "gone" if error.status in GONE_STATUSES else "unclear"
            return RevisitResult(now(), error.status, "gone" if sign == "gone" else "failed", sign), None
        if response.status == 304 and identity(response.url) == identity(article.url):
            return RevisitResult(now(), 304, "unchanged", "there"), None
        if response.status == 304:  # of another page, which it leads to
            return await self._look(attrs.evolve(article, conditional={}))
        capture, extraction = await self.check.read(response, article.url)
        try:
            return await self._judge(article, capture, extraction), capture
        except Refused as error:  # of what it was asked besides
            if error.reason == "overloaded":
                raise
            return RevisitResult(now(), error.status, "fleeting", "unclear"), None

    async def _judge(self, article: DueRevisit, capture: Capture, extraction: Extraction | Unreadable) -> RevisitResult:
        """Say what a page at an article's address is, and archive it where it has to be."""
        look = RevisitResult(capture.captured_at, capture.status, "unchanged", "there")
        page = article_of(extraction)
        leads_away = identity(capture.url) != identity(article.url)
        holder = articles.at_address(self._archive.db, self._site, [canonical(capture.url) or capture.url])
        # An address of its own, too; but not the one it is known to have moved to.
        is_its_own = not leads_away or (holder == article.article_id and article.availability != "moved")
        is_same = self._says_the_same(article.article_id if is_its_own else holder, capture, page)
        if is_same and is_its_own:
            return look
        fault = await self._fault(article, capture, page, is_same=is_same)
        if fault:
            return attrs.evolve(look, outcome=fault[0], sign=fault[1])
        kind = "unchanged" if is_same else await self._archiver.archive(capture, extraction=extraction)
        if is_its_own:
            is_anothers = articles.at_address(self._archive.db, self._site, [capture.url]) not in {
                None,
                article.article_id,
            }
            return attrs.evolve(look, outcome=kind, sign="unclear" if is_anothers else look.sign)
        return attrs.evolve(look, outcome="moved", sign="moved", moved_to=capture.url)

    async def _fault(
        self, article: DueRevisit, capture: Capture, page: Article | Unreadable, *, is_same: bool
    ) -> tuple[str, Presence] | None:
        """Outcome and sign of a page that is no article, None for one that is. `is_same`: it is one that is known."""
        if await self.check.is_missing(capture, page):
            return "missing", "gone"
        leads_away = identity(capture.url) != identity(article.url)
        if leads_away and is_section(canonical(capture.url) or capture.url, article.url):
            return "listing", "gone"
        if not isinstance(page, Article):
            return page.kind, "unclear"
        if not is_same and is_suspect(page) and await self.check.is_fleeting(capture, page):
            return "fleeting", "unclear"
        return None

    def _says_the_same(self, article_id: ArticleId | None, capture: Capture, page: Article | Unreadable) -> bool:
        """Whether a page says what an article said last; None is no article."""
        if article_id is None or not isinstance(page, Article):
            return False
        return is_unchanged(self._archive, article_id, capture, page, self._archiver.intake.reread)

    async def _site_answers(self, article: DueRevisit) -> bool:
        """Whether other articles of the site are where they were: then it is not the site that is away."""
        if self._site_answered is None or time.monotonic() - self._site_answered[0] >= BELIEVED:
            self._site_answered = (time.monotonic(), await self._ask_witnesses(article))
        return self._site_answered[1]

    async def _ask_witnesses(self, article: DueRevisit) -> bool:
        for url in visits.witnesses(self._archive.db, self._site, article.article_id, WITNESSES):
            witness = self.named(url)
            if witness is None:  # hidden since it was named
                continue
            look, capture = await self._look(witness)
            if look.sign == "there":
                await self._record(witness, look, capture)
                return True
        return False
