"""Links of a page that may lead to its site's sections, and which of them is worth the next request.

A menu names far more than sections: what the site says of itself, albums, forms. What is called like news goes first,
what is called like the own affairs of a site last, and what lies beside pages that were of no use after its equals.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import attrs

from crawlers.sources import articles_of, climb, page_number
from pipeline.text import fold
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawlers.sources import Link, LinkedPage
    from pipeline.config import Site

# Menus of the sites in catalogues are at most three deep: section, sub-section, its parts.
MAX_DEPTH = 3
# The longest names of sections in real menus; outside menus a longer text is a headline.
MAX_NAME = 60
# Links of a front page below a path that lead below it: some go to the host's own front page, some to its neighbours.
MOST_BELOW = 2 / 3
LEAST_BELOW = 5

_NEVER = re.compile(
    r"[/=](?:tags?|tu-khoa|search|tim-kiem|rss|login|dang-nhap|register|dang-ky|lien-he|contact|gioi-thieu|about|quang-cao"
    r"|lich[a-z-]*|video|photo|podcast|epaper|sitemap|so-do|english|en|c|authors?|tac-gia|forgot\w*)(?=[/.&]|$)"
    r"|\.(?:rss|xml|pdf|docx?|xlsx?|zip|rar|jpe?g|png|gif|mp[34])$"
)
_NEWS = re.compile(
    r"\b(?:tin|tin tuc|thoi su|su kien|hoat dong|thong bao|bai viet|thong tin|chuyen muc|chinh tri|kinh te|xa hoi"
    r"|van hoa|giao duc|y te|suc khoe|phap luat|the thao|doi song|quoc te|the gioi|trong nuoc|trong tinh|nghi quyet"
    r"|news)\b"
)
_AFFAIRS = re.compile(
    r"(?:(?:trang )?gioi thieu|ban giam|ban lanh dao|lanh dao|co cau|bo may|to chuc|so do|chuc nang|lich|thoi khoa bieu"
    r"|to|khoa(?! hoc)|phong(?! chong)|hoi dap|y kien|gop y|hop thu|thu vien|video|hinh anh|album|anh|audio|tai lieu"
    r"|tai nguyen|bai giang|giao an|de thi|tra cuu|su menh|danh ba|dich vu cong|thu tuc|thong diep|thanh tich|lien ket"
    r"|lien he|trang chu|home|sitemap)\b"
)
_PAGER = re.compile(r"[\d\s.<>«»‹›→]+")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HEADING = re.compile(r"\b(?:box|block|cat(?:egory)?|section|widget|zone)?[-_]?(?:title|heading|head|caption)\b")


@attrs.frozen(order=True)
class _Worth:
    """How a link stands among those that wait; the least goes first."""

    rank: int
    misses: int
    depth: int
    position: int


class SectionQueue:
    """Links that may lead to sections of a site, each once, the most promising first."""

    def __init__(self, site: Site, folder: str = "/") -> None:
        """`folder` is the path that all of them lie below."""
        self._site = site
        self._folder = folder
        self._known: set[str] = set()
        self._waiting: dict[str, tuple[int, int]] = {}  # URL: rank, depth
        self._misses: Counter[str] = Counter()  # pages of no use, by the folder they lie in

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, page: LinkedPage, depth: int = 1) -> None:
        """Take up a page's links, of pages `depth` clicks away from the front page; none beyond MAX_DEPTH."""
        self._known.add(identity(page.url))
        if depth > MAX_DEPTH:
            return
        for rank, url in self._links(page):
            if (key := identity(url)) not in self._known:
                self._known.add(key)
                self._waiting[url] = (rank, depth)

    def next(self) -> tuple[str, int] | None:
        """Take out the link to look at next, with its depth."""
        if not self._waiting:
            return None
        worths = {
            url: _Worth(rank, self._misses[_parent(url)], depth, position)
            for position, (url, (rank, depth)) in enumerate(self._waiting.items())
        }
        url = min(worths, key=lambda waiting: worths[waiting])
        return url, self._waiting.pop(url)[1]

    def miss(self, url: str) -> None:
        """Remember that a page was of no use: what lies beside it waits longer."""
        self._misses[_parent(url)] += 1

    def _links(self, page: LinkedPage) -> Iterator[tuple[int, str]]:
        articles = {article.url for article in articles_of(page, self._site)}
        for link in page.links:
            if link.url in articles or not self._site.owns(link.url):
                continue
            rank = rank_of(link)
            if rank is not None and urlsplit(link.url).path.startswith(self._folder):
                yield rank, link.url


def rank_of(link: Link) -> int | None:
    """How likely a link leads to a section, 0 the most; None where it can't."""
    name = link.text or link.alt or next(filter(None, link.labels), "")
    parts = urlsplit(link.url)
    path = fold(unquote(parts.path))
    if not name or _PAGER.fullmatch(name) or page_number(link.url) is not None:
        return None
    if _NEVER.search(f"{path}={fold(parts.query)}" if parts.query else path):
        return None
    if not link.in_menu and len(name) > MAX_NAME:
        return None
    words, last = fold(name), path.rstrip("/").rpartition("/")[2].replace("-", " ")
    if any(_AFFAIRS.match(text) for text in (words, path.strip("/").replace("-", " "))):
        return 3
    if not link.in_menu and not _is_heading(link):
        return 2
    return 0 if _NEWS.search(words) or _NEWS.search(last) else 1


def site_folder(page: LinkedPage) -> str | None:
    """The path below which a site lies whose front page this is; None where it has its host to itself.

    A section of a site links to the site's other sections, a front page to what lies below it.
    """
    host, path = urlsplit(page.url)[1:3]
    parts = (urlsplit(link.url) for link in page.links if link.text)
    paths = {part.path for part in parts if part.netloc == host} - {path}
    for folder in (f"{path.rstrip('/')}/", path[: path.rfind("/") + 1]):
        below = [other for other in paths if other.startswith(folder)]
        if folder != "/" and len(below) >= LEAST_BELOW and len(below) >= MOST_BELOW * len(paths):
            return folder
    return None


def _is_heading(link: Link) -> bool:
    """Whether a link is a heading, as that of a box of a front page."""
    tags = {element.tag for element in (*climb(link.element, 3), *link.element.iter())}
    return bool(tags & _HEADINGS) or any(map(_HEADING.search, link.marks[:3]))


def _parent(url: str) -> str:
    """The folder that a page lies in; of a page that only its query names, the page without it."""
    parts = urlsplit(url)
    return parts.path if parts.query else parts.path.rstrip("/").rpartition("/")[0]
