"""Soft 404: many sites answer 200 where nothing is, with a page that says so, the home page, or maintenance.

How a site does is found by asking it for an address that cannot exist, in the shape of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import attrs

from pipeline.article import Article
from pipeline.fingerprint import overlap
from pipeline.urls import identity

if TYPE_CHECKING:
    from pipeline.errors import Unreadable

_ALIKE = 0.9  # F1 of words: such pages name the address, the time, what was read most


@attrs.frozen(kw_only=True)
class Soft404:
    """What a site answered with 200 where nothing is."""

    asked_url: str
    url: str
    """The address that answered, after redirects."""
    content: Article | Unreadable
    """What extraction makes of the page."""

    def matches(self, content: Article | Unreadable, *, asked_url: str, url: str) -> bool:
        """Whether another address of the site got the same answer."""
        redirects = identity(self.url) != identity(self.asked_url)
        if redirects or identity(url) != identity(asked_url):
            return redirects and identity(url) == identity(self.url)
        if isinstance(self.content, Article) and isinstance(content, Article):
            return overlap(_words(self.content), _words(content)) >= _ALIKE
        if isinstance(self.content, Article) or isinstance(content, Article):
            return False
        return self.content.kind == content.kind


def _words(article: Article) -> tuple[str, ...]:
    return (article.title or "", *article.paragraphs)


def nonexistent_url(url: str) -> str:
    """An address in the shape of an article's that no article of its site has."""
    parts = urlsplit(url)
    query = re.sub(r"\d{2,}", _nines, parts.query)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    numbered = re.sub(r"\d{3,}", _nines, name)
    shaped = re.sub(r"^[^\W\d_]+(?:-[^\W\d_]+)+", "khong-co-bai-nay-o-day", numbered)
    if shaped == name and query == parts.query:
        shaped = f"khong-co-bai-nay-{name}"
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{shaped}", query, ""))


def _nines(number: re.Match[str]) -> str:
    return "9" * (len(number[0]) + 1)  # numbers of articles grow, but not tenfold
