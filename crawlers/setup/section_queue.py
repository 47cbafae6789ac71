"""Which link that may lead to a section is worth the next request.

What is called like news goes first, what is called like the own affairs of a site last, and what lies beside pages that
were of no use after its equals.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from crawlers.sources import articles_of, section_links
from pipeline.urls import identity

if TYPE_CHECKING:
    from crawlers.sources import LinkedPage
    from pipeline.config import Site

# Menus of the sites in catalogues are at most three deep: section, sub-section, its parts.
MAX_DEPTH = 3
# Links of a front page below a path that lead below it: some go to the host's own front page, some to its neighbours.
MOST_BELOW = 2 / 3
LEAST_BELOW = 5


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
        articles = {article.url for article in articles_of(page, self._site)}
        for link in section_links(page, self._site, articles):
            is_inside = urlsplit(link.url).path.startswith(self._folder)
            if is_inside and (key := identity(link.url)) not in self._known:
                self._known.add(key)
                self._waiting[link.url] = (link.rank, depth)

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


def _parent(url: str) -> str:
    """The folder that a page lies in; of a page that only its query names, the page without it."""
    parts = urlsplit(url)
    return parts.path if parts.query else parts.path.rstrip("/").rpartition("/")[0]
