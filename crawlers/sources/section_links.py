"""Links of a page that may lead to its site's sections, and how likely each does.

A menu names far more than sections: what the site says of itself, albums, forms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import attrs

from crawlers.sources.links import climb
from crawlers.sources.paging import page_number
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from crawlers.sources.links import Link, LinkedPage
    from pipeline.config import Site

# The longest names of sections in real menus; outside menus a longer text is a headline.
MAX_NAME = 60
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


@attrs.frozen
class SectionLink:
    """An address that may be a section's."""

    url: str
    rank: int
    """0 for what is called like news, 1 for other names in menus and headings, 2 for links elsewhere, 3 for what is
    called like the site's own affairs."""


def section_links(page: LinkedPage, site: Site, articles: Container[str]) -> Iterator[SectionLink]:
    """Links of a page to pages of its site that may be sections; `articles` are the URLs that are articles'."""
    urls = {page.url}
    for link in page.links:
        if link.url in urls or link.url in articles or not site.owns(link.url):
            continue
        rank = rank_of(link)
        if rank is not None:
            urls.add(link.url)
            yield SectionLink(link.url, rank)


def refused_links(page: LinkedPage, site: Site, articles: Container[str]) -> Iterator[str]:
    """URLs of a site's pages that a page links to outside its menus, and that are not taken for articles."""
    for link in page.links:
        path = fold(unquote(urlsplit(link.url).path))
        is_plain = bool(link.text) and not link.in_menu and not _PAGER.fullmatch(link.text)
        if not is_plain or link.url in articles or link.url == page.url or not site.owns(link.url):
            continue
        if path.strip("/") and not _NEVER.search(path) and page_number(link.url) is None:
            yield link.url


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


def _is_heading(link: Link) -> bool:
    """Whether a link is a heading, as that of a box of a front page."""
    tags = {element.tag for element in (*climb(link.element, 3), *link.element.iter())}
    return bool(tags & _HEADINGS) or any(map(_HEADING.search, link.marks[:3]))
