"""Pages that hold no article: home and section pages, empty answers, notices that something is not there."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import PageKind, Unreadable
from pipeline.extraction.lines import ends_clause
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.article import Image
    from pipeline.extraction.html import Stated
    from pipeline.extraction.layout.layout import Layout

_GONE = re.compile(
    r"\b(?:loi|error) ?40[34]\b|\b40[34] ?(?:not found|forbidden|error|-)|page not found|access denied"
    r"|khong tim thay (?:trang|noi dung|bai|duong dan|ket qua|du lieu)"
    r"|(?:trang|noi dung|bai viet|duong dan|bai bao)(?: nay| ban \w+(?: \w+)?)?"
    r" (?:khong ton tai|da bi xoa|da bi go|khong con|khong tim thay)"
)
_NUMBER = re.compile(r"\d")  # in a query: ?p=123 and index.php?id=123 name an article


def refuse(layout: Layout, stated: Stated, paragraphs: Sequence[str], images: Sequence[Image]) -> None:
    """Raise Unreadable where what was read is no article: says whether the page is a listing or is empty."""
    letters = sum(len(line) for line in paragraphs if len(line) >= 40 or ends_clause(line))
    links = sum(1 for block in layout.tree.blocks if block.linked >= 0.8)
    kind: PageKind = "listing" if links >= 10 else "empty"
    captions = sum(1 for image in images if image.caption)
    if not layout.title:
        raise Unreadable(f"no headline on a page of {links} links", kind)
    if letters < 600 and not stated.is_article and _GONE.search(fold(" ".join((layout.title, *paragraphs))[:600])):
        raise Unreadable("the page says that nothing is there", "empty")
    if not paragraphs and not captions:
        raise Unreadable(f"no text on a page of {links} links", kind)
    if stated.is_article and stated.published:
        return
    # In a listing each headline has its few lines under it; an article's related links stand together.
    headlines = sum(block.is_headline and after.is_prose for block, after in itertools.pairwise(layout.text))
    if letters < _least(stated, layout.page.url, links) and not (captions and stated.is_article):
        raise Unreadable(f"{links} links and {letters} letters of prose", kind)
    if headlines >= 4 and headlines >= len(paragraphs):
        raise Unreadable(f"{headlines} linked headlines beside {len(paragraphs)} paragraphs", "listing")


def _least(stated: Stated, url: str, links: int) -> int:
    """How many letters of prose an article needs to be one: more where nothing but links surrounds it.

    A site's front page is a listing even with a greeting on it.
    """
    parts = urlsplit(url)
    front = not _NUMBER.search(parts.query) and parts.path.strip("/").lower() in {
        "",
        "index.html",
        "index.htm",
        "index.php",
        "default.aspx",
        "home",
    }
    if front and not stated.published:
        return max(900, 40 * links)
    if stated.is_article:
        return 1
    return 120 if links >= 5 else 40
