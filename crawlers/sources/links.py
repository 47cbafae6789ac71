"""The links of a page, read in one pass: where they lead, what they say, where they stand."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import attrs

from crawlers.sources.dates import read_date
from crawlers.sources.discovered import BadSource
from pipeline.errors import Unreadable
from pipeline.extraction import parse
from pipeline.text import clean
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

MAX_BYTES = 8 << 20
# The largest home pages have some 800. A page of more is a trap, or a list of tags.
MAX_LINKS = 5000

_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]20\d\d\b(?:[\s,|–-]{1,3}\d{1,2}:\d\d\b(?:\s*[AaPp][Mm])?)?")
_BAR = re.compile(r"\s*[,|–-]\s+")
_MENU_TAGS = frozenset(["nav", "header", "menu"])
# `entry-header`, `post-header`: the head of an article or of an entry is no menu.
_MENU = re.compile(
    r"\b(?:nav|menu|navbar|topmenu|mainmenu)\b|(?<!entry-)(?<!post-)(?<!item-)(?<!card-)(?<!article-)\bheader\b"
    r"|menu[-_]|[-_](?:menu|nav)\b"
)
_FEED_TYPE = re.compile(r"application/(?:(?:rss|atom)\+xml|feed\+json)", re.IGNORECASE)


@attrs.frozen(eq=False)
class Link:
    """One link. `url` is `href` made canonical, `text` is what a reader sees, `alt` what stands for a picture in it.

    `marks` are the classes and ids of the link and of its three nearest ancestors, nearest first; `labels` are its
    title and aria-label.
    """

    url: str
    href: str
    text: str
    alt: str
    rel: frozenset[str]
    marks: tuple[str, ...]
    labels: tuple[str, ...]
    in_menu: bool
    element: Any


@attrs.frozen
class LinkedPage:
    """A page by its links, in their order. `next_link` is the head's rel=next, `feeds` are its alternates.

    `root` is the element that holds it.
    """

    url: str
    links: tuple[Link, ...]
    next_link: str | None
    feeds: tuple[str, ...]
    name: str | None
    root: Any = attrs.field(eq=False, repr=False)


def read_links(body: bytes, url: str, content_type: str = "") -> LinkedPage:
    """Links of an HTML page, MAX_LINKS at most. Raises BadSource where the bytes are none, or too many."""
    if len(body) > MAX_BYTES:
        raise BadSource(url, f"has more than {MAX_BYTES >> 20} MB: no listing")
    try:
        page = parse(body, url, content_type)
    except Unreadable as error:
        raise BadSource(url, str(error)) from None
    base = _base(page.root, url)
    head = list(_head_links(page.root, base))
    return LinkedPage(
        url=url,
        links=tuple(_links(page.root, base)),
        next_link=next((address for rel, _, address in head if "next" in rel), None),
        feeds=tuple(address for rel, kind, address in head if "alternate" in rel and _FEED_TYPE.match(kind)),
        name=page.meta("og:site_name") or clean(page.root.findtext(".//title") or "") or None,
        root=page.root,
    )


def date_near(link: Link, articles: Mapping[str, str]) -> datetime | None:
    """The one date in the item of a list that this link is in; None if there is none or several.

    The item is the largest ancestor, five steps up at most, that holds no link to another article; `articles` has
    the page's, href -> URL.
    """
    item = link.element
    for ancestor in climb(link.element, 5):
        if any(articles.get(element.get("href"), link.url) != link.url for element in ancestor.iter("a")):
            break
        item = ancestor
    raws = {element.get("datetime") for element in item.iter("time")} - {None, ""}
    raws = raws or {match[0] for match in _DATE.finditer(" ".join(item.itertext())[:2000])}
    return read_date(_BAR.sub(" ", raws.pop())) if len(raws) == 1 else None


def _base(root: Any, url: str) -> str:
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), "")
    try:
        return str(urljoin(url, base.strip()))
    except ValueError:
        return url


def _head_links(root: Any, base: str) -> Iterator[tuple[list[str], str, str]]:
    for element in root.iter("link"):
        address = canonical(element.get("href") or "", base)
        if address:
            yield (element.get("rel") or "").lower().split(), element.get("type") or "", address


def _links(root: Any, base: str) -> Iterator[Link]:
    for element in itertools.islice(root.iter("a"), MAX_LINKS):
        href = element.get("href") or ""
        address = canonical(href, base)
        if address:
            yield Link(
                url=address,
                href=href,
                text=_text(element),
                alt=next((alt for image in element.iter("img") if (alt := clean(image.get("alt") or ""))), ""),
                rel=frozenset((element.get("rel") or "").lower().split()),
                marks=tuple(map(_names, [element, *climb(element, 3)])),
                labels=tuple(clean(element.get(name) or "") for name in ("title", "aria-label")),
                in_menu=_is_in_menu(element),
                element=element,
            )


def _text(element: Any) -> str:
    """What a link says: its heading, where it is drawn around a whole entry of a list."""
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    for part in (heading, element):
        if part is not None and (text := clean("".join(part.itertext())[:8000])[:2000]):
            return text
    return ""


def _is_in_menu(element: Any) -> bool:
    above = [*climb(element, 8)]
    is_entry = any(node.tag == "article" for node in above)  # its own header may be a `header`
    return any(
        (node.tag in _MENU_TAGS or _MENU.search(_names(node))) and not (is_entry and node.tag == "header")
        for node in above
    )


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:300]


def climb(element: Any, steps: int) -> Iterator[Any]:
    """Yield the ancestors of an element below the body, the nearest first."""
    for _ in range(steps):
        element = element.getparent()
        if element is None or element.tag == "body":
            return
        yield element
