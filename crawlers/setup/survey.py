"""Fetches the pages of a site that may be sources, and tells what each is: a feed, a sitemap, a listing, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import attrs

from crawlers.net import Refused
from crawlers.sources import (
    BadSource,
    articles_of,
    is_article_url,
    may_be_feed,
    newest_first,
    next_page,
    read_feed,
    read_links,
    read_sitemap,
)
from pipeline.text import fold
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawlers.net import FetchedPage, Fetcher
    from crawlers.sources import DiscoveredUrl, LinkedPage
    from pipeline.config import Site, SourceKind

# Where the usual systems keep them, most likely first; an index of feeds is a page.
FEED_PLACES = ("/rss", "/rss.htm", "/rss.html", "/rss.xml", "/rss/home.rss", "/feed", "/trang-chu.rss", "/atom.xml")
SITEMAP_PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-news.xml")
MAX_REQUESTS = 60
MAX_FEEDS = 30
NEWEST_FILES = 3  # of a sitemap index: the newest, and what may be its lists of sections and tags

_NO_SECTION = re.compile(
    r"/(?:tags?|tu-khoa|search|tim-kiem|rss|login|dang-nhap|dang-ky|lien-he|contact|gioi-thieu|about|quang-cao|lich[a-z-]*"
    r"|video|photo|podcast|epaper|sitemap|so-do|english|en|c)(?=[/.]|$)|\.(?:rss|xml|pdf)$"
)
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
    children: tuple[DiscoveredUrl, ...] = ()
    """Of a sitemap index: its files on this site."""


class Survey:
    """Fetches pages of one site, each once, at most MAX_REQUESTS. `notes` say what each was, for a person to read."""

    def __init__(self, fetcher: Fetcher, site: Site, root: str) -> None:
        self.site = site
        self.notes: list[str] = []
        self._fetcher = fetcher
        self._root = urljoin(root, "/")
        self._candidates: dict[str, Candidate | None] = {}

    def probe(self, url: str, *, expected: bool = True) -> Candidate | None:
        """Fetch a page. None, with a note if something was `expected` there, where it can't be had or read."""
        key = identity(url)
        if key not in self._candidates:
            if len(self._candidates) >= MAX_REQUESTS:
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
        fetched = self._fetcher.get(url)
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
        candidate = self.probe(urljoin(self._root, place), expected=False)
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
            usual = [urljoin(self._root, place) for place in SITEMAP_PLACES]
            useful = self._useful("sitemap", [url for url in usual if self.probe(url, expected=False)])
        children = {identity(index.url): {identity(child.url) for child in index.children} for index in useful}
        parts = {part for index, files in children.items() for part in files - {index}}
        wholes = [sitemap for sitemap in useful if identity(sitemap.url) not in parts]
        return wholes or useful[:1]  # two may name each other

    def _named_sitemaps(self) -> list[str]:
        """Addresses that robots.txt names as sitemaps; each may be a feed."""
        return [urljoin(self._root, address) for address in self._fetcher.robots(self._root).sitemaps]

    def sections(self, page: LinkedPage, most: int) -> list[Candidate]:
        """Pages with articles that a front page's menus lead to; without menus, any link."""
        menu = list(self._section_links(page, in_menu=True))
        others = self._section_links(page, in_menu=False) if len(menu) < 3 else ()
        return [listing for listing in self._useful("listing", [*menu, *others][:most]) if listing.url != page.url]

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

    def _section_links(self, page: LinkedPage, *, in_menu: bool) -> Iterator[str]:
        articles = {article.url for article in articles_of(page, self.site)}
        keys = {identity(page.url)}
        for link in page.links:
            key = identity(link.url)
            if key in keys or link.url in articles or not self.site.owns(link.url) or not link.text:
                continue
            if link.in_menu is in_menu and not _NO_SECTION.search(fold(urlsplit(link.url).path)):
                keys.add(key)
                yield link.url

    def _read_listing(self, fetched: FetchedPage) -> Candidate:
        page = read_links(fetched.body, fetched.url, fetched.content_type)
        articles = frozenset(identity(article.url) for article in articles_of(page, self.site))
        return Candidate(fetched.url, "listing", articles, page, has_next=next_page(page, self.site) is not None)

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
        return frozenset(identity(entry.url) for entry in entries if self.site.owns(entry.url))


def _feed_links(page: LinkedPage | None) -> list[str]:
    return [link.url for link in page.links if may_be_feed(link.url) or fold(link.text) == "rss"] if page else []
