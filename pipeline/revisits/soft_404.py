"""What a site answers where nothing is: many say 200, and show a page that says so, the home page, or maintenance.

It is learned by asking a site for an address that cannot exist, in the shape of its own.
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


@attrs.frozen
class Missing:
    """What a site answered with 200 where nothing is: at which address, and how that reads."""

    asked: str
    url: str
    read: Article | Unreadable

    def is_like(self, asked: str, url: str, read: Article | Unreadable) -> bool:
        """Tell whether an address that was asked got the same answer."""
        led_away = identity(self.url) != identity(self.asked)
        if led_away or identity(url) != identity(asked):
            return led_away and identity(url) == identity(self.url)
        if isinstance(self.read, Article) and isinstance(read, Article):
            ours, theirs = ((one.title or "", *one.paragraphs) for one in (self.read, read))
            return overlap(ours, theirs) >= _ALIKE
        return not isinstance(self.read, Article) and not isinstance(read, Article) and self.read.kind == read.kind


def impossible(url: str) -> str:
    """Return an address of a site that no article has, in the shape of one of its articles'."""
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
