"""Finds the page a listing goes on with: rel=next, a link that says so, or the number after this page's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from crawlers.sources.links import climb
from pipeline.text import clean, fold
from pipeline.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawlers.sources.links import Link, LinkedPage
    from pipeline.config import Site

# What a link to the next page says, folded; › before », which also means the last page.
_NEXT_WORDS = re.compile(
    r"(?:next|next page|older|older posts|load more|tiep|tiep theo|trang sau|trang tiep|trang tiep theo|trang ke|sau"
    r"|ke tiep|xem tiep|cu hon|tin cu hon|xem them|tai them)\s*[>›»→]*"
)
_NEXT_SIGNS = ("›", ">", "→", "»", ">>")
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])(?:next|pagenext|nextpage)(?:$|[\s_-])")
_PAGER = re.compile(r"pag(?:e|er|ing|ination|inate|enav)|phan-?trang|wp-pagenavi|nav-links|list-?trang")
_SLIDES = re.compile(r"carousel|slick|slide|swiper|owl-|bx-|gallery|modal|calendar")
_DISABLED = re.compile(r"(?:^|\s)disabled(?:$|\s)")
_NUMBER = re.compile(
    r"(?:^|[?&/_-])(?:page|trang|paged|pg|p|cur|pageindex|page_?no|page_?number|currentpage|start-?page)[=/-]?(\d{1,6})"
    r"(?=$|[/&.#])",
    re.IGNORECASE,
)


def next_page(page: LinkedPage, site: Site) -> str | None:
    """URL of the page after this one, wherever on the site it is; None on the last page."""
    for url in _candidates(page):
        if site.owns(url) and identity(url) != identity(page.url) and not _leads_back(page.url, url):
            return url
    return None


def is_next_word(text: str) -> bool:
    """Whether a text says that it leads to the next page."""
    return bool(_NEXT_WORDS.fullmatch(fold(text))) or text in _NEXT_SIGNS


def has_script_paging(root: Any) -> bool:
    """Whether a page has a pager that leads to no address: its further pages come by script.

    Arrows of a slide show look alike, and are passed over.
    """
    numbers = 0
    for element in root.iter("a", "button"):
        text = clean("".join(element.itertext())[:100])
        if not text or _leads_somewhere(element) or any(map(_SLIDES.search, _marks(element))):
            continue
        if _NEXT_WORDS.fullmatch(fold(text)):
            return True
        numbers += text.isdecimal() and any(map(_PAGER.search, _marks(element)))
    return numbers > 1


def _leads_somewhere(element: Any) -> bool:
    href = (element.get("href") or "").strip()
    return bool(href) and not href.startswith("#") and not href.lower().startswith("javascript:")


def _marks(element: Any) -> list[str]:
    return [f"{node.get('class') or ''} {node.get('id') or ''}".lower()[:300] for node in (element, *climb(element, 3))]


def page_number(url: str) -> int | None:
    """The number a URL gives to a page of a listing; None where it gives none."""
    parts = urlsplit(url)
    numbers = [match[1] for text in (parts.query, unquote(parts.path)) for match in _NUMBER.finditer(text)]
    return int(numbers[-1]) if numbers else None


def _candidates(page: LinkedPage) -> Iterator[str]:
    """Yield where the page may go on, the surest first."""
    if page.next_link:
        yield page.next_link
    usable = [link for link in page.links if not any(map(_DISABLED.search, link.marks[:2]))]
    yield from (link.url for link in usable if "next" in link.rel)
    pager = [link for link in usable if any(map(_PAGER.search, link.marks)) or _NUMBER.search(link.url)]
    yield from (link.url for link in pager if _says_next(link))
    for sign in _NEXT_SIGNS[:3]:
        yield from (link.url for link in pager if link.text == sign)
    yield from _numbered(page.url, pager)
    for sign in _NEXT_SIGNS[3:]:
        yield from (link.url for link in pager if link.text == sign)


def _says_next(link: Link) -> bool:
    words = [fold(text) for text in (link.text, *link.labels)]
    return any(map(_NEXT_WORDS.fullmatch, words)) or any(map(_NEXT_CLASS.search, link.marks[:2]))


def _numbered(url: str, pager: list[Link]) -> Iterator[str]:
    """Yield the link whose text is the number after this page's, where its URL holds that number too."""
    number = str((page_number(url) or 1) + 1)
    for link in pager:
        if link.text == number and re.search(rf"(?<!\d)0*{number}(?!\d)", unquote(link.url)):
            yield link.url


def _leads_back(url: str, candidate: str) -> bool:
    """Whether a 'next' names an earlier page, as a ring does; where pages count from 0, the second is page 1."""
    number, candidate_number = page_number(url), page_number(candidate)
    return number is not None and candidate_number is not None and candidate_number <= number
