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

_FEED_LINK = re.compile(r"/rss/[^?#]|\.rss$|/(?:feed|atom)/?$|/rss\.xml$|[?&]feed=|/feed/", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


@attrs.frozen(eq=False)
class Seen:
    """A page that was looked at. `urls` are the identities of the articles it names, `page` its links if it is HTML."""

    url: str
    kind: SourceKind
    urls: frozenset[str]
    page: LinkedPage | None = None
    goes_on: bool = False
    children: tuple[DiscoveredUrl, ...] = ()


class Survey:
    """Looks at pages of one site, each once, not too many. `notes` tell what was found and refused."""

    def __init__(self, fetcher: Fetcher, site: Site, root: str) -> None:
        self.site = site
        self.notes: list[str] = []
        self._fetcher = fetcher
        self._root = urljoin(root, "/")
        self._seen: dict[str, Seen | None] = {}

    def see(self, url: str, *, expected: bool = True) -> Seen | None:
        """Look at a page. None, with a note if something was `expected` there, where it can't be had or read."""
        key = identity(url)
        if key not in self._seen:
            if len(self._seen) >= MAX_REQUESTS:
                return None
            self._seen[key] = None
            try:
                self._seen[key] = self.look(url)
            except (Refused, BadSource) as error:
                if expected:
                    self.notes.append(f"of no use: {error}")
        return self._seen[key]

    def look(self, url: str) -> Seen:
        """Fetch a page and tell what it is. Raises Refused, BadSource."""
        fetched = self._fetcher.get(url)
        if _HTML.search(fetched.body[:2000]):
            return self._read_listing(fetched)
        try:
            found = read_feed(fetched.body, fetched.url, fetched.content_type)
            return Seen(fetched.url, "feed", self._own(found))
        except BadSource:
            pass
        try:
            return self._read_sitemap(fetched)
        except BadSource:
            return self._read_listing(fetched)

    def read_front(self, fetched: FetchedPage) -> Seen | None:
        """Read the front page, which was fetched already, as a listing. None, with a note, where it is no page."""
        try:
            seen = self._seen[identity(fetched.url)] = self._read_listing(fetched)
        except BadSource as error:
            self.notes.append(f"of no use: {error}")
            return None
        self.notes.append(f"listing: {seen.url}: {len(seen.urls)} articles")
        return seen

    def feeds(self, page: LinkedPage | None) -> list[Seen]:
        """Return the feeds that name articles: those a page or an index of feeds names, else the usual ones."""
        candidates: list[str] = []
        if page:
            indexes = [link.url for link in page.links if fold(link.text) == "rss" and self.site.owns(link.url)]
            pages = [seen.page for url in indexes[:1] if (seen := self.see(url)) and seen.page]
            candidates = [*page.feeds, *_feed_links(page), *(url for one in pages for url in _feed_links(one))]
        for place in FEED_PLACES if not candidates else ():
            seen = self.see(urljoin(self._root, place), expected=False)
            if seen:
                candidates += [seen.url] if seen.kind == "feed" else _feed_links(seen.page)
            if candidates:
                break
        return self._useful("feed", list(dict.fromkeys(candidates))[:MAX_FEEDS])

    def sitemaps(self) -> list[Seen]:
        """Return the sitemaps that name articles, those robots.txt names or the usual ones, without parts of others."""
        named = [urljoin(self._root, address) for address in self._fetcher.robots(self._root).sitemaps]
        useful = self._useful("sitemap", named)
        if not useful:
            usual = [urljoin(self._root, place) for place in SITEMAP_PLACES]
            useful = self._useful("sitemap", [url for url in usual if self.see(url, expected=False)])
        children = {identity(one.url): {identity(child.url) for child in one.children} for one in useful}
        parts = {part for index, named in children.items() for part in named - {index}}
        return [one for one in useful if identity(one.url) not in parts] or useful[:1]  # two may name each other

    def sections(self, page: LinkedPage, most: int) -> list[Seen]:
        """Return the pages with articles that a front page's menus lead to; without menus, any link."""
        menu = list(self._section_links(page, in_menu=True))
        others = self._section_links(page, in_menu=False) if len(menu) < 3 else ()
        return [one for one in self._useful("listing", [*menu, *others][:most]) if one.url != page.url]

    def _useful(self, kind: SourceKind, urls: Iterable[str]) -> list[Seen]:
        """Look at pages and return those of a kind that name articles of the site."""
        useful: dict[str, Seen] = {}
        for url in urls:
            if not self.site.owns(url):
                self.notes.append(f"of no use: {url}: is on another site")
                continue
            seen = self.see(url, expected=kind != "listing")
            if seen and seen.kind == kind and seen.urls and seen.url not in useful:
                useful[seen.url] = seen
                self.notes.append(f"{kind}: {seen.url}: {len(seen.urls)} articles")
            elif seen and seen.kind == kind and kind != "listing" and not seen.urls:
                self.notes.append(f"of no use: {seen.url}: names no article of {self.site.domain}")
        return list(useful.values())

    def _section_links(self, page: LinkedPage, *, in_menu: bool) -> Iterator[str]:
        articles = {one.url for one in articles_of(page, self.site)}
        seen = {identity(page.url)}
        for link in page.links:
            key = identity(link.url)
            if key in seen or link.url in articles or not self.site.owns(link.url) or not link.text:
                continue
            if link.in_menu is in_menu and not _NO_SECTION.search(fold(urlsplit(link.url).path)):
                seen.add(key)
                yield link.url

    def _read_listing(self, fetched: FetchedPage) -> Seen:
        page = read_links(fetched.body, fetched.url, fetched.content_type)
        urls = frozenset(identity(one.url) for one in articles_of(page, self.site))
        return Seen(fetched.url, "listing", urls, page, goes_on=next_page(page, self.site) is not None)

    def _read_sitemap(self, fetched: FetchedPage) -> Seen:
        """Read a sitemap; of an index as many files as it takes to find articles of the site."""
        page = read_sitemap(fetched.body, fetched.url)
        urls = self._own(one for one in page.pages if is_article_url(one.url, self.site, one.title or ""))
        own = [child for child in page.files if self.site.owns(child.url)]
        if page.files and not own:
            self.notes.append(f"of no use: {fetched.url}: names files of another site, as {page.files[0].url}")
        for child in newest_first(own)[:NEWEST_FILES]:
            seen = self.see(child.url)
            urls |= seen.urls if seen and seen.kind == "sitemap" else frozenset()
        return Seen(fetched.url, "sitemap", urls, children=tuple(own))

    def _own(self, found: Iterable[DiscoveredUrl]) -> frozenset[str]:
        return frozenset(identity(one.url) for one in found if self.site.owns(one.url))


_NO_SECTION = re.compile(
    r"/(?:tags?|tu-khoa|search|tim-kiem|rss|login|dang-nhap|dang-ky|lien-he|contact|gioi-thieu|about|quang-cao|lich[a-z-]*"
    r"|video|photo|podcast|epaper|sitemap|so-do|english|en|c)(?=[/.]|$)|\.(?:rss|xml|pdf)$"
)


def _feed_links(page: LinkedPage | None) -> list[str]:
    return [link.url for link in page.links if _FEED_LINK.search(link.url)] if page else []
