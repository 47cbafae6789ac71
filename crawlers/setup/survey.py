"""Fetches the pages of a site that may be sources, and tells what each is: a feed, a sitemap, a listing, or nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import attrs

from crawlers.net import Refused
from crawlers.setup.section_queue import SectionQueue
from crawlers.sources import (
    BadSource,
    articles_of,
    has_script_paging,
    is_article_url,
    may_be_feed,
    newest_first,
    next_form,
    next_page,
    read_feed,
    read_links,
    read_sitemap,
)
from pipeline.errors import Unreadable
from pipeline.extraction import extract
from pipeline.text import fold
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawlers.net import FetchedPage, Fetcher
    from crawlers.sources import DiscoveredUrl, LinkedPage
    from pipeline.config import Site, Source, SourceKind

# Where the usual systems keep them, most likely first; an index of feeds is a page.
FEED_PLACES = ("/rss", "/rss.htm", "/rss.html", "/rss.xml", "/rss/home.rss", "/feed", "/trang-chu.rss", "/atom.xml")
SITEMAP_PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-news.xml")
MAX_REQUESTS = 100  # unless told otherwise: at a request a second under two minutes
MAX_FEEDS = 30
BY_SCRIPT = "its further pages come by script and can't be had; only what its first page names is found"
RESERVE = 12  # requests of the budget that sections leave for the feeds that they name
NEWEST_FILES = 3  # of a sitemap index: the newest, and what may be its lists of sections and tags

_COMMENTS = re.compile(r"/(?:comments?|binh-luan)/feed|[?&]feed=comments")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


@attrs.frozen(eq=False)
class Candidate:
    """A page that may be a source, fetched and read."""

    url: str
    kind: SourceKind
    articles: frozenset[str]
    """Identities (pipeline.urls) of the articles it names."""
    page: LinkedPage | None = None
    """Its links, where it is HTML."""
    has_next: bool = False
    """Whether it is a listing that goes on on a further page."""
    is_scripted: bool = False
    """Whether it is a listing whose further pages come by script: only its first page can be had."""
    is_article: bool = False
    """Whether it reads as an article, and goes on nowhere."""
    children: tuple[DiscoveredUrl, ...] = ()
    """Of a sitemap index: its files on this site."""


class Survey:
    """Fetches pages of one site, each once, at most `max_requests`. `notes` say what each was, for a person to read."""

    def __init__(
        self, fetcher: Fetcher, site: Site, root: str, *, folder: str = "/", max_requests: int = MAX_REQUESTS
    ) -> None:
        """`folder` is the path that the site's pages lie below, where it shares its host with others."""
        self.site = site
        self.notes: list[str] = []
        self._fetcher = fetcher
        self.root = urljoin(root, folder)
        self._folder = folder
        self._max_requests = max_requests
        self._candidates: dict[str, Candidate | None] = {}

    def limits(self, sources: Iterable[Source]) -> list[str]:
        """What can't be had of the site by some sources, or was not looked at, for a person to read."""
        candidates = (self._candidates.get(identity(source.url)) for source in sources)
        scripted = [f"{candidate.url}: {BY_SCRIPT}" for candidate in candidates if candidate and candidate.is_scripted]
        return [*scripted, *(note for note in self.notes if note.startswith("not looked at: "))]

    @property
    def requests_left(self) -> int:
        """How many more pages may be fetched."""
        return max(0, self._max_requests - len(self._candidates))

    def probe(self, url: str, *, expected: bool = True) -> Candidate | None:
        """Fetch a page. None, with a note if something was `expected` there, where it can't be had or read."""
        key = identity(url)
        if key not in self._candidates:
            if not self.requests_left:
                return None
            self._candidates[key] = None
            try:
                self._candidates[key] = self.fetch(url)
            except (Refused, BadSource) as error:
                if expected:
                    self.notes.append(f"of no use: {error}")
        return self._candidates[key]

    def fetch(self, url: str) -> Candidate:
        """Fetch a page and try it as each kind of source. Raises Refused, BadSource."""
        return self._read(self._fetcher.get(url))

    def read_typed(self, fetched: FetchedPage) -> None:
        """Read the page that a person named, which was fetched already."""
        with suppress(BadSource):
            self._candidates[identity(fetched.url)] = self._read(fetched)

    def _read(self, fetched: FetchedPage) -> Candidate:
        if _HTML.search(fetched.body[:2000]):
            return self._read_listing(fetched)
        try:
            entries = read_feed(fetched.body, fetched.url, fetched.content_type)
            return Candidate(fetched.url, "feed", self._own(entries))
        except BadSource:
            pass
        try:
            return self._read_sitemap(fetched)
        except BadSource:
            return self._read_listing(fetched)

    def read_front(self, fetched: FetchedPage) -> Candidate | None:
        """Read the front page, which was fetched already, as a listing. None, with a note, where it is no page."""
        try:
            front = self._candidates[identity(fetched.url)] = self._read_listing(fetched)
        except BadSource as error:
            self.notes.append(f"of no use: {error}")
            return None
        self.notes.append(f"listing: {front.url}: {len(front.articles)} articles")
        return front

    def feeds(self, page: LinkedPage | None) -> list[Candidate]:
        """Feeds that name articles: those robots.txt, a page or an index of feeds names, else the usual ones."""
        named = [self.probe(url) for url in self._named_sitemaps() if self.site.owns(url)]
        candidates = [candidate.url for candidate in named if candidate and candidate.kind == "feed"]
        if page:
            candidates += self._without_indexes([*page.feeds, *_feed_links(page)])
        useful = self._useful("feed", list(dict.fromkeys(candidates))[:MAX_FEEDS])
        places = map(self._feeds_at, FEED_PLACES)
        return useful or next((feeds for feeds in places if feeds), [])

    def _feeds_at(self, place: str) -> list[Candidate]:
        """Feeds at one of the usual places, or that an index there names."""
        candidate = self.probe(urljoin(self.root, place[1:]), expected=False)
        if candidate is None:
            return []
        urls = [candidate.url] if candidate.kind == "feed" else _feed_links(candidate.page)
        return self._useful("feed", urls[:MAX_FEEDS])

    def _without_indexes(self, urls: Iterable[str]) -> Iterator[str]:
        """Addresses of feeds; in place of a page among them those that it names."""
        for url in list(dict.fromkeys(urls))[:MAX_FEEDS]:
            candidate = self.probe(url) if self.site.owns(url) else None
            if candidate and candidate.kind == "listing":
                yield from (feed for feed in _feed_links(candidate.page) if feed != candidate.url)
            else:
                yield url

    def sitemaps(self) -> list[Candidate]:
        """Sitemaps that name articles: those robots.txt names or the usual ones, without parts of others."""
        useful = self._useful("sitemap", self._named_sitemaps())
        if not useful:
            usual = [urljoin(self.root, place[1:]) for place in SITEMAP_PLACES]
            useful = self._useful("sitemap", [url for url in usual if self.probe(url, expected=False)])
        children = {identity(index.url): {identity(child.url) for child in index.children} for index in useful}
        parts = {part for index, files in children.items() for part in files - {index}}
        wholes = [sitemap for sitemap in useful if identity(sitemap.url) not in parts]
        return wholes or useful[:1]  # two may name each other

    def _named_sitemaps(self) -> list[str]:
        """Addresses that robots.txt names as sitemaps; each may be a feed."""
        return [urljoin(self.root, address) for address in self._fetcher.robots(self.root).sitemaps]

    def sections(self, page: LinkedPage, most: int) -> list[Candidate]:
        """Pages with articles that links lead to, from a front page on, until `most` bring articles of their own.

        What remains unseen because the budget is spent is noted.
        """
        queue = SectionQueue(self.site, self._folder)
        queue.add(page)
        listings: dict[str, Candidate] = {}
        articles = self._articles_of(page)
        useful = 0
        while useful < most and self.requests_left > RESERVE and (link := queue.next()):
            url, depth = link
            listing = self._listing_at(url)
            if listing is None or not listing.articles:
                queue.miss(url)
            elif listing.url not in listings:
                listings[listing.url] = listing
                self.notes.append(f"listing: {listing.url}: {len(listing.articles)} articles")
                useful += bool(listing.articles - articles)
                articles |= listing.articles
            if listing and listing.page:
                queue.add(listing.page, depth + 1)
        if len(queue):
            self.notes.append(f"not looked at: {len(queue)} more pages that may be sections; the crawl will try them")
        return [listing for listing in listings.values() if listing.url != page.url]

    def _listing_at(self, url: str) -> Candidate | None:
        """The page at an address, if it is one of this site, and no article with others beside it."""
        listing = self.probe(url, expected=False)
        if listing is None or listing.kind != "listing" or not self._is_inside(listing.url):
            return None
        return None if listing.is_article else listing

    def feeds_of(self, sections: Iterable[Candidate]) -> list[Candidate]:
        """Feeds that the heads of sections name, without those of comments."""
        urls = [url for section in sections if section.page for url in section.page.feeds]
        return self._useful("feed", [url for url in dict.fromkeys(urls) if not _COMMENTS.search(url)][:MAX_FEEDS])

    def _useful(self, kind: SourceKind, urls: Iterable[str]) -> list[Candidate]:
        """Those of some pages that are of a kind and name articles of the site."""
        useful: dict[str, Candidate] = {}
        for url in urls:
            if not self.site.owns(url):
                self.notes.append(f"of no use: {url}: is on another site")
                continue
            candidate = self.probe(url, expected=kind != "listing")
            if candidate is None or candidate.kind != kind:
                continue
            if candidate.articles and candidate.url not in useful:
                useful[candidate.url] = candidate
                self.notes.append(f"{kind}: {candidate.url}: {len(candidate.articles)} articles")
            elif kind != "listing" and not candidate.articles:
                self.notes.append(f"of no use: {candidate.url}: names no article of {self.site.domain}")
        return list(useful.values())

    def _read_listing(self, fetched: FetchedPage) -> Candidate:
        page = read_links(fetched.body, fetched.url, fetched.content_type)
        has_next = next_page(page, self.site) is not None or next_form(page.root, page.url) is not None
        return Candidate(
            fetched.url,
            "listing",
            self._articles_of(page),
            page,
            has_next=has_next,
            is_scripted=not has_next and has_script_paging(page.root),
            is_article=not has_next and _reads_as_article(fetched),
        )

    def _read_sitemap(self, fetched: FetchedPage) -> Candidate:
        """Read a sitemap; of an index as many files as it takes to find articles of the site."""
        page = read_sitemap(fetched.body, fetched.url)
        articles = self._own(entry for entry in page.pages if is_article_url(entry.url, self.site, entry.title or ""))
        own = [child for child in page.files if self.site.owns(child.url)]
        if page.files and not own:
            self.notes.append(f"of no use: {fetched.url}: names files of another site, as {page.files[0].url}")
        for child in newest_first(own)[:NEWEST_FILES]:
            file = self.probe(child.url)
            articles |= file.articles if file and file.kind != "listing" else frozenset()
        return Candidate(fetched.url, "sitemap", articles, children=tuple(own))

    def _own(self, entries: Iterable[DiscoveredUrl]) -> frozenset[str]:
        return frozenset(identity(entry.url) for entry in entries if self._is_inside(entry.url))

    def _articles_of(self, page: LinkedPage) -> frozenset[str]:
        return self._own(articles_of(page, self.site))

    def _is_inside(self, url: str) -> bool:
        return self.site.owns(url) and f"{urlsplit(url).path}/".startswith(self._folder)


def _reads_as_article(page: FetchedPage) -> bool:
    try:
        extract(page.body, page.url, content_type=page.content_type)
    except Unreadable:
        return False
    return True


def _feed_links(page: LinkedPage | None) -> list[str]:
    return [link.url for link in page.links if may_be_feed(link.url) or fold(link.text) == "rss"] if page else []
