"""Pages that hold no article: home and section pages, empty answers, notices that something is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.container import is_headline
from pipeline.errors import Unreadable
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.article import Image
    from pipeline.layout import Layout
    from pipeline.metadata import Stated

_ENOUGH = 300  # letters of prose that are an article whatever else the page says
_GONE = re.compile(
    r"\b(?:404|khong tim thay|khong ton tai|da bi xoa|da bi go|page not found|not found|trang ban (?:yeu cau|tim)|bai viet khong|noi dung khong ton tai|access denied|forbidden|duong dan khong)\b"
)


def refuse(layout: Layout, stated: Stated, url: str, paragraphs: Sequence[str], images: Sequence[Image]) -> None:
    """Raise Unreadable where what was read is no article: says whether the page is a listing or is empty."""
    letters = sum(map(len, paragraphs))
    headlines = sum(map(is_headline, layout.reading.blocks))
    captions = sum(1 for image in images if image.caption)
    title = layout.title
    if not title:
        raise Unreadable(f"no headline on {_sort(headlines)}", "listing" if headlines > 10 else "empty")
    if letters < 600 and _GONE.search(fold(" ".join((title, *paragraphs))[:600])) and not stated.is_article:
        raise Unreadable("the page says that nothing is there", "empty")
    if letters == 0 and captions == 0:
        raise Unreadable(f"no text on {_sort(headlines)}", "listing" if headlines > 10 else "empty")
    if _is_listing(stated, url, letters, headlines, captions):
        raise Unreadable(f"{headlines} linked headlines and {letters} letters of prose: a listing", "listing")


def _sort(headlines: int) -> str:
    return f"a page of {headlines} linked headlines" if headlines > 10 else "a nearly empty page"


def _is_listing(stated: Stated, url: str, letters: int, headlines: int, captions: int) -> bool:
    """Tell a listing: links by the dozen, little prose, no sign of an article; a site's front page in any case."""
    if headlines < 8:
        return False
    if stated.is_article and stated.published:
        return False
    front = urlsplit(url).path.strip("/").lower() in {
        "",
        "index.html",
        "index.htm",
        "index.php",
        "default.aspx",
        "home",
    }
    dated = bool(stated.published)
    if front and not dated:
        return letters < 40 * headlines or letters < 3 * _ENOUGH
    return letters + 100 * captions * (captions <= 3) < (_ENOUGH if not stated.is_article else 80)
