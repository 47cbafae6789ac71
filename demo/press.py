"""Press: the sites, their stories, what goes wrong on them, and who asked for what."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qsl

import attrs

from demo import story as stories
from demo.family import REDESIGNED, Edition, Family
from demo.prose import Newsroom
from demo.reply import Reply, finish, missing, redirect, upkeep
from pipeline import clock as clocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from demo.story import ExpectedArticle, Story

Fault = Literal[403, 404, 429, 500, 503, "empty", "upkeep"]
Absence = Literal["404", "soft", "home"]

FIRST_PORT = 9101
# The last of the stories that are there from the start: fixed, so that a press started anew tells the same ones.
EPOCH = datetime(2026, 11, 22, 17, 35, tzinfo=clocks.VIETNAM)
SPAN = timedelta(days=97, hours=7, minutes=10)
PAGES_KEPT = 5000
RETRY_AFTER = ("Retry-After", "1")


@attrs.frozen
class Asked:
    """One request as the site saw it. `at` is time.monotonic(); `path` has the query."""

    at: float
    method: str
    path: str
    user_agent: str
    status: int


@attrs.define
class Site:
    """One site of the press. Set `fail`, `fail_rate` (share of requests that fail) and `latency` (seconds) at will.

    `fail` answers with that status (429 with Retry-After), or with an empty page or one of maintenance, of status 200;
    robots.txt is spared. `absent` is how it answers where nothing is: 404, a page that says so with status 200, or its
    home page. `moved` leads from one article's addresses to another's.
    """

    family: Family
    address: str
    stories: dict[int, Story] = attrs.Factory(dict)
    removed: set[int] = attrs.Factory(set)
    moved: dict[int, int] = attrs.Factory(dict)
    absent: Absence = "404"
    layout: str | None = None
    fail: Fault | None = None
    fail_rate: float = 1.0
    latency: float = 0.0
    log: list[Asked] = attrs.Factory(list)
    edition: Edition = attrs.field(init=False)
    _index: dict[str, int] = attrs.Factory(dict)
    _pages: dict[str, Reply] = attrs.Factory(dict)
    _luck: random.Random = attrs.Factory(lambda: random.Random(0))

    def refresh(self, now: datetime, old: int) -> None:
        """Print a new edition: what all pages are rendered from until the next change.

        Its time of change is at least a second after the last one, so that Last-Modified tells them apart.
        """
        before = getattr(self, "edition", None)
        modified = now.astimezone(UTC).replace(microsecond=0)
        if before is not None:
            modified = max(modified, before.modified + timedelta(seconds=1))
        online = [story for story in self.stories.values() if story.number not in self.removed]
        online.sort(key=lambda story: (story.published, story.number), reverse=True)
        self._index = {path: story.number for story in self.stories.values() for path in self.family.paths(story)}
        self.edition = Edition(self.family.outlet, self.address, tuple(online), now, modified, old, self.layout)
        self._pages = {}

    def answer(self, target: str, headers: Mapping[str, str]) -> Reply:
        """Answer a request for a path with its query. `headers` have lower-case names."""
        if self.fail and target != "/robots.txt" and self._luck.random() < self.fail_rate:
            return _fault(self.fail)
        reply = self._pages.get(target)
        if reply is None:
            reply = self._page(target)
            if len(self._pages) < PAGES_KEPT:
                self._pages[target] = reply
        return finish(reply, headers)

    def _page(self, target: str) -> Reply:
        path, _, query = target.partition("?")
        number = self._index.get(path)
        if number is None:
            reply = self.family.respond(self.edition, path, dict(parse_qsl(query))) or self._nothing(404)
        elif number in self.removed:
            reply = self._nothing(410 if number % 2 else 404)
        elif number in self.moved:
            reply = redirect(self.family.paths(self.stories[self.moved[number]])[0])
        else:
            reply = self.family.article(self.edition, self.stories[number])
        return attrs.evolve(reply, compressible=self.family.compressed)

    def _nothing(self, status: int) -> Reply:
        """Answer where nothing is, as the site does."""
        if self.absent == "home":
            return redirect("/", 302)
        return missing(200) if self.absent == "soft" else missing(status)


class Press:
    """A press of some sites (keys of demo.families.FAMILIES; all by default), each with so many articles to begin with.

    The same seed prints the same stories. `clock` gives the time of what is published and edited from now on.
    Safe to use from another thread than the server's.
    """

    def __init__(
        self,
        sites: Iterable[str] | None = None,
        *,
        articles: int = 100,
        seed: int = 1,
        clock: Callable[[], datetime] = clocks.now,
    ) -> None:
        from demo.families import FAMILIES  # noqa: PLC0415  the families' templates are read by who has a press only

        self.clock = clock
        self.sites: dict[str, Site] = {}
        self._lock = threading.Lock()
        self._old = articles // 2
        self._newsrooms: dict[str, Newsroom] = {}
        self._edits = 0
        for port, family in enumerate(FAMILIES, FIRST_PORT):
            if sites is None or family.key in sites:
                self._found(family, f"http://127.0.0.1:{port}", articles, seed)

    def publish(self, key: str) -> Story:
        """Let a new article appear at the head of a site's sources."""
        with self._lock:
            site = self.sites[key]
            newest = max((story.published for story in site.stories.values()), default=EPOCH)
            story = self._newsrooms[key].write(max(_to_minute(self.clock()), newest + timedelta(minutes=1)))
            site.stories[story.number] = story
            self._refresh(site)
            return story

    def edit(self, key: str, number: int, what: str | None = None) -> Story:
        """Change an article's text: a "number", a "sentence" or the "title"; None takes them in turn."""
        with self._lock:
            site = self.sites[key]
            what = what or stories.EDITS[self._edits % len(stories.EDITS)]
            self._edits += 1
            site.stories[number] = stories.edit(site.stories[number], what, self.clock())
            self._refresh(site)
            return site.stories[number]

    def remove(self, key: str, number: int) -> None:
        """Take an article down: its addresses answer 410 (odd numbers) or 404 from now on."""
        with self._lock:
            self.sites[key].removed.add(number)
            self._refresh(self.sites[key])

    def restore(self, key: str, number: int) -> None:
        """Put a removed article back."""
        with self._lock:
            self.sites[key].removed.discard(number)
            self._refresh(self.sites[key])

    def lead(self, key: str, number: int, to: int) -> None:
        """Let an article's addresses lead to another article of the site."""
        with self._lock:
            self.sites[key].moved[number] = to
            self._refresh(self.sites[key])

    def redesign(self, key: str) -> None:
        """Give all articles of a site a template that it never had before."""
        with self._lock:
            self.sites[key].layout = REDESIGNED
            self._refresh(self.sites[key])

    def move(self, key: str, address: str) -> None:
        """Tell a site the address it is served under."""
        with self._lock:
            self.sites[key].address = address
            self._refresh(self.sites[key])

    def expected(self, key: str) -> list[ExpectedArticle]:
        """Return what should be found on each article page that is online, newest first."""
        site = self.sites[key]
        return [site.family.expected(site.edition, story) for story in site.edition.stories]

    def answer(self, key: str, method: str, target: str, headers: Mapping[str, str]) -> Reply:
        """Answer a request and note it in the site's log."""
        site = self.sites[key]
        asked = time.monotonic()
        with self._lock:
            reply = site.answer(target, headers)
        site.log.append(Asked(asked, method, target, headers.get("user-agent", ""), reply.status))
        return reply

    def _found(self, family: Family, address: str, articles: int, seed: int) -> None:
        site = self.sites[family.key] = Site(family, address)
        newsroom = self._newsrooms[family.key] = Newsroom(family.outlet, seed)
        for number in range(1, articles + 1):
            past = SPAN * ((articles - number) / max(articles, 1))
            story = newsroom.write(_to_minute(EPOCH - past))
            site.stories[story.number] = story
        self._refresh(site, EPOCH)

    def _refresh(self, site: Site, now: datetime | None = None) -> None:
        site.refresh(now or self.clock(), self._old)


def _to_minute(moment: datetime) -> datetime:
    return moment.astimezone(clocks.VIETNAM).replace(second=0, microsecond=0)


def _fault(fault: Fault) -> Reply:
    if fault == "empty":
        return Reply(b"<!DOCTYPE html><html><head></head><body><div id='app'></div></body></html>")
    if fault == "upkeep":
        return upkeep()
    body = "<!DOCTYPE html><title>Access Denied</title>Yêu cầu đã bị hệ thống bảo vệ chặn lại.".encode()
    return Reply(body, fault, headers=(RETRY_AFTER,) if fault == 429 else ())
