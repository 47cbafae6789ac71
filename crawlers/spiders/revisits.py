"""Looks: further looks at stored articles, as they come due or as a person asks; what each says, and what it is worth.

A sign that an article is gone counts only while its site answers well: another of its articles is asked then, too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs

from crawlers.net import Refused
from pipeline.archive import Look
from pipeline.archive import visits as looking
from pipeline.article import Article
from pipeline.clock import now
from pipeline.extraction import article_of
from pipeline.ingest import is_section, says_the_same
from pipeline.revisits import GONE, Missing, impossible
from pipeline.urls import canonical, identity

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawlers.spiders.site import SiteSpider
    from pipeline.archive import Due
    from pipeline.capture import Capture
    from pipeline.errors import Unreadable
    from pipeline.extraction import Extraction
    from pipeline.revisits import Sign

BUDGET = 60.0  # seconds of one crawl spent on looks that are due; then sources get their turn
WITNESSES = 3  # articles that are asked whether their site answers
SHORT = 600  # characters; what says that there is no article is shorter
BELIEVED = 300.0  # seconds their answer is believed, and what a site answers where nothing is: it may go down


class Looks:
    """The looks of one crawl of a site. `next` gives the newest article that is due; `at` looks at one."""

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider
        self._archiver = spider.archiver
        self._site = spider.site
        self._archive = spider.archiver.intake.archive
        self._until = time.monotonic() + BUDGET
        self._under_way: set[int] = set()
        self._answers: tuple[float, bool] | None = None

    def next(self) -> Due | None:
        """Return the article to look at next, None where none is due or enough was looked at for now."""
        if time.monotonic() >= self._until:
            return None
        found = looking.due(self._archive.db, self._site, now(), limit=len(self._under_way) + 1)
        return next((one for one in found if one.article_id not in self._under_way), None)

    def named(self, url: str) -> Due | None:
        """Return the article that has an address, due or not; asked for in full."""
        found = looking.due(self._archive.db, self._site, now(), url=url)
        return attrs.evolve(found[0], conditional={}) if found else None

    async def at(self, seen: Due) -> str:
        """Look at an article, and return what became of that. Raises Refused where the site is overloaded."""
        self._under_way.add(seen.article_id)
        try:
            look, capture = await self._look(seen)
            there = looking.captured_elsewhere(self._archive, seen) if look.sign != "there" else None
            if there:
                look, capture = await self._look(attrs.evolve(seen, url=there, conditional={}))
            if look.sign == "gone" and not await self._site_answers(seen):
                look = attrs.evolve(look, sign="unclear")
            await self._record(seen, look, capture)
        finally:
            self._under_way.discard(seen.article_id)
        return look.outcome

    async def _record(self, seen: Due, look: Look, capture: Capture | None) -> None:
        with self._archive.transaction():
            is_its = capture and identity(capture.url) == identity(seen.url)
            note = looking.record(self._archive, self._site, seen, look, capture if is_its else None)
        if note:
            await self._archiver.annotate(note)

    async def _look(self, seen: Due) -> tuple[Look, Capture | None]:
        try:
            response = await self._spider.ask(seen.url, seen.conditional)
        except Refused as error:
            if error.reason == "overloaded":
                raise
            self._spider.report.fail(error.reason, str(error))
            sign: Sign = "gone" if error.status in GONE else "unclear"
            return Look(now(), error.status, "gone" if sign == "gone" else "failed", sign), None
        if response.status == 304 and identity(response.url) == identity(seen.url):
            return Look(now(), 304, "unchanged", "there"), None
        if response.status == 304:  # of another page, which it leads to
            return await self._look(attrs.evolve(seen, conditional={}))
        capture, extraction = await self._read(response, seen.url)
        try:
            return await self._judge(seen, capture, extraction), capture
        except Refused as error:  # of what it was asked besides
            if error.reason == "overloaded":
                raise
            return Look(now(), error.status, "fleeting", "unclear"), None

    async def _judge(self, seen: Due, capture: Capture, extraction: Extraction | Unreadable) -> Look:
        """Say what a page says that was found at an article's address, and archive it where it has to be."""
        look = Look(capture.captured_at, capture.status, "unchanged", "there")
        read = article_of(extraction)
        led_away = identity(capture.url) != identity(seen.url)
        holder = self._archive.article_at(self._site, [canonical(capture.url) or capture.url])
        # An address of its own, too; but not the one it is known to have moved to.
        is_its_own = not led_away or (holder == seen.article_id and seen.state != "moved")
        compared = seen.article_id if is_its_own else holder
        stands = isinstance(read, Article) and self._says_the_same(compared, capture, read)
        if stands and is_its_own:
            return look
        fault = await self._fault(seen, capture, read, stands=stands)
        if fault:
            return attrs.evolve(look, outcome=fault[0], sign=fault[1])
        kind = "unchanged" if stands else await self._archiver.archive(capture, read=extraction)
        if is_its_own:
            is_anothers = self._archive.article_at(self._site, [capture.url]) not in {None, seen.article_id}
            return attrs.evolve(look, outcome=kind, sign="unclear" if is_anothers else look.sign)
        return attrs.evolve(look, outcome="moved", sign="moved", moved_to=capture.url)

    async def _fault(
        self, seen: Due, capture: Capture, read: Article | Unreadable, *, stands: bool
    ) -> tuple[str, Sign] | None:
        """Say what a page at an address is, if no article, and what that says. `stands`: it is a known one."""
        if await self._is_missing(capture, read):
            return "missing", "gone"
        led_away = identity(capture.url) != identity(seen.url)
        if led_away and is_section(canonical(capture.url) or capture.url, seen.url):
            return "listing", "gone"
        if not isinstance(read, Article):
            return read.kind, "unclear"
        if not stands and is_suspect(read) and await self._is_fleeting(capture, read):
            return "fleeting", "unclear"
        return None

    def _says_the_same(self, article_id: int | None, capture: Capture, read: Article) -> bool:
        """Tell whether an article stands as it stood; None is no article."""
        if article_id is None:
            return False
        return says_the_same(self._archive, article_id, capture, read, self._archiver.intake.reread)

    async def _site_answers(self, seen: Due) -> bool:
        """Tell whether other articles of the site stand where they stood: then it is not the site that is away."""
        if self._answers and time.monotonic() - self._answers[0] < BELIEVED:
            return self._answers[1]
        answers = False
        for url in looking.witnesses(self._archive.db, self._site, seen.article_id, WITNESSES):
            witness = self.named(url)
            if witness is None:  # hidden since it was named
                continue
            look, capture = await self._look(witness)
            answers = look.sign == "there"
            if answers:
                await self._record(witness, look, capture)
                break
        self._answers = (time.monotonic(), answers)
        return answers

    async def says_nothing(self, capture: Capture, read: Article | Unreadable) -> bool:
        """Tell whether a page that is new is what the site answers anywhere now: maintenance, or "no such article"."""
        return is_suspect(read) and (await self._is_missing(capture, read) or await self._is_fleeting(capture, read))

    async def _is_fleeting(self, capture: Capture, read: Article | Unreadable) -> bool:
        """Tell whether a page is another one when it is asked for again: maintenance that ended just now."""
        _, extraction = await self._read(await self._spider.ask(capture.asked_url), capture.asked_url)
        again = article_of(extraction)
        if isinstance(read, Article) and isinstance(again, Article):
            return again.paragraphs != read.paragraphs
        return isinstance(read, Article) or isinstance(again, Article)

    async def _is_missing(self, capture: Capture, read: Article | Unreadable) -> bool:
        """Tell whether a page is what the site answers where nothing is. Where it seems so, it is asked anew."""
        learned, missing = self._archiver.missing.get(self._site.domain, (float("-inf"), None))
        is_like = missing is not None and missing.is_like(capture.asked_url, capture.url, read)
        if time.monotonic() - learned > BELIEVED or (is_suspect(read) and not is_like):
            missing = await self._ask_in_vain(impossible(capture.asked_url))
            self._archiver.missing[self._site.domain] = (time.monotonic(), missing)
        return missing is not None and missing.is_like(capture.asked_url, capture.url, read)

    async def _ask_in_vain(self, url: str) -> Missing | None:
        """Return what an address leads to where nothing is, None where the site says so by its status."""
        try:
            capture, extraction = await self._read(await self._spider.ask(url), url)
        except Refused as error:
            if error.reason == "overloaded":
                raise
            return None
        return Missing(url, capture.url, article_of(extraction))

    async def _read(self, response: Response, url: str) -> tuple[Capture, Extraction | Unreadable]:
        capture = self._archiver.with_profile(self._spider.capture(response, url, None))
        return capture, await self._archiver.extract(capture)


def is_suspect(read: Article | Unreadable) -> bool:
    """Tell whether a page may be one that says that there is no article: short, and of no day."""
    if not isinstance(read, Article):
        return read.kind in {"listing", "empty"}  # not what reading broke on, which takes minutes and is read once
    return read.published_at is None and sum(map(len, read.paragraphs)) < SHORT
