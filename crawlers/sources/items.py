"""Repeated items of a page: lists whose entries are built alike, each a headline with its date, picture or summary.

Where a link stands says what it leads to when neither its text nor its address does: a menu's entries have no dates.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.sources.links import climb
from pipeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawlers.sources.links import Link

LEAST = 3  # items: two alike stand side by side by chance on most front pages
MOST = 2 / 3  # of a list's items show what makes them items; some have no picture, some a date of another form
# An item is looked for this far above its link, and its list is told from others by as much of the path: the deepest
# items of the mirrored sites' lists stand six elements above their links.
DEPTH = 6
SUMMARY = 60  # letters beside the headline: a date with a count of views and a label is shorter
TITLE = 25  # letters, in the median: of a list with pictures alone; quick links under an icon are shorter

SENTENCE = 30  # letters before a link in its own block: it stands in running text, and a date or a label is shorter

_DATE = re.compile(
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)?\d\d\b|\b20\d\d[/-]\d\d[/-]\d\d\b"
    r"|\b\d{1,2},? (?:th|tháng|thg)\.? ?\d{1,2}\b|\b\d{1,2} (?:giờ|phút|ngày) trước\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"breadcrumb|crumbs|pathway|pag(?:er|ing|ination|enav)|\btags?\b|tag-?cloud|footer|share|social|language"
)
_INLINE = frozenset(["a", "b", "i", "em", "strong", "span", "font", "u", "small", "mark"])
_STATE = re.compile(r"\d+|(?<![a-z])(?:first|last|odd|even|active|current|selected|alt)(?![a-z])")


@attrs.frozen
class _Item:
    url: str
    text: str
    has_date: bool
    has_picture: bool
    has_summary: bool


def item_urls(links: Iterable[Link]) -> frozenset[str]:
    """URLs that are the headline of a repeated item, as articles are, however short their text.

    Menus, breadcrumbs, tags, pagers, and labels beside another headline are no items.
    """
    lists: dict[tuple[str, ...], list[Link]] = {}
    texts: dict[Any, str] = {}
    for link in links:
        texts[link.element] = link.text
        if link.text and not link.in_menu and "tag" not in link.rel and not any(map(_ASIDE.search, link.marks)):
            lists.setdefault(tuple(_steps(link.element)), []).append(link)
    return frozenset(url for group in lists.values() for url in _headlines(group, texts))


def _headlines(group: list[Link], texts: Mapping[Any, str]) -> Iterator[str]:
    """Yield the URLs of links that stand alike, if they are a list of articles."""
    if len({link.url for link in group}) < LEAST:
        return
    own = {link.element: link.url for link in group}
    items = [item for link in group if (item := _item(link, own, texts))]
    urls = {item.url for item in items}
    if len(urls) >= LEAST and _are_articles(items):
        yield from urls


def _are_articles(items: list[_Item]) -> bool:
    """Whether entries have what those of a menu or a row of banners have not."""
    enough = MOST * len(items)
    if sum(item.has_date for item in items) >= enough or sum(item.has_summary for item in items) >= enough:
        return True
    return median(len(item.text) for item in items) >= TITLE and sum(item.has_picture for item in items) >= enough


def _item(link: Link, own: Mapping[Any, str], texts: Mapping[Any, str]) -> _Item | None:
    """The entry that a link is the headline of; None where another link is: this one is a label, an author, a tag."""
    if _is_in_sentence(link.element):
        return None
    element = _entry(link, own)
    inside = [texts.get(other, "") for other in element.iter("a")]
    if len(max(inside, key=len)) > len(link.text) and not any(_says(text, link.text) for text in inside):
        return None
    words = clean(" ".join(element.itertext())[:4000])
    for text in sorted(inside, key=len, reverse=True):
        words = words.replace(text, " ", 1) if text else words
    return _Item(
        url=link.url,
        text=link.text,
        has_date=bool(_DATE.search(words)) or next(element.iter("time"), None) is not None,
        has_picture=next(element.iter("img", "picture"), None) is not None,
        has_summary=len(words) >= SUMMARY,
    )


def _entry(link: Link, own: Mapping[Any, str]) -> Any:
    """The largest element around a link, DEPTH steps up at most, that holds no link of its list to another page."""
    entry = link.element
    for above in climb(link.element, DEPTH):
        if any(own.get(other, link.url) != link.url for other in above.iter("a")):
            break
        entry = above
    return entry


def _is_in_sentence(element: Any) -> bool:
    """Whether text leads up to a link in its own block, as in a paragraph."""
    letters = 0
    while element.tag in _INLINE and element.getparent() is not None:
        parent = element.getparent()
        texts = [parent.text, *(other.tail for other in element.itersiblings(preceding=True))]
        letters += sum(len(text.strip()) for text in texts if text)
        element = parent
    return letters >= SENTENCE


def _says(text: str, headline: str) -> bool:
    """Whether a longer text is a headline with its summary or its kicker."""
    return len(text) > len(headline) and headline.rstrip(" .…") in text


def _steps(element: Any) -> Iterator[str]:
    """Yield the path of an element from the inside, without what tells one entry from the next."""
    for node in (element, *climb(element, DEPTH)):
        yield f"{node.tag}.{_STATE.sub('', ' '.join((node.get('class') or '').lower().split()[:1]))}"
