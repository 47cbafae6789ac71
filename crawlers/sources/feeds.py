"""Reads RSS, Atom and JSON Feed as they really come. Bytes in, values out; feedparser does the reading."""

from __future__ import annotations

import html
import io
import itertools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
from w3lib.html import remove_tags

from crawlers.sources.dates import read_date
from crawlers.sources.discovered import BadSource, DiscoveredUrl, HubTopic, once
from crawlers.sources.json_feed import entries_of, hub_of, read_json_feed
from crawlers.sources.references import mend_references
from pipeline.extraction import decode, is_month_first
from pipeline.text import clean
from pipeline.urls import canonical, with_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

# The largest feeds seen have 300 KB and 200 items. A million broken tags take feedparser 15 s and 700 MB.
MAX_BYTES = 4 << 20
MAX_ITEMS = 5000
MAX_TAGS = 200_000
MAX_PARSES = 64  # of parts of a feed that is broken; one wrong item among 5,000 is parted from the rest in 26

_FEED_URL = re.compile(r"(?:^|[/._?&=-])(?:rss|atom|feed|rssfeed)s?2?(?:[/._?&=-]|$)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ITEM = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
# feedparser's own faults on markup no feed has: lone surrogates, ports and brackets that can't be, tags out of turn.
_FEEDPARSER_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError)


def may_be_feed(url: str) -> bool:
    """Whether an address has the word in it, with an ending or without: `/rss/kinh-te`, `/tin/feed/`, `/?feed=rss2`.

    That of an index of feeds has it, too.
    """
    parts = urlsplit(url)
    return _FEED_URL.search(f"{parts.path}?{parts.query}") is not None


def read_feed(body: bytes, url: str, content_type: str = "") -> list[DiscoveredUrl]:
    """What a feed names, in its order, each address once; an empty feed names nothing.

    `content_type` is the header's value. Entries beyond reading are left out. Raises BadSource where the bytes are no
    feed, or too many.
    """
    if len(body) > MAX_BYTES:
        raise BadSource(url, f"has more than {MAX_BYTES >> 20} MB: no feed")
    text = _text(body, content_type)
    if text.startswith("{"):
        entries = entries_of(read_json_feed(text, url))[:MAX_ITEMS]
    elif text.count("<") > MAX_TAGS or len(_ITEM.findall(text)) > MAX_ITEMS:
        raise BadSource(url, f"has more than {MAX_ITEMS} entries or {MAX_TAGS} tags: no feed")
    else:
        entries = _entries_of(text, url)
    return once(_read_entries(entries, url))


def read_hub(body: bytes, url: str, content_type: str = "") -> HubTopic | None:
    """Hub that a feed names, with the address it has there (WebSub); None where it names none."""
    if b"hub" not in body or len(body) > MAX_BYTES:
        return None
    text = _text(body, content_type)
    if text.startswith("{"):
        return hub_of(read_json_feed(text, url), url)
    try:
        links = _parse(text, url).feed.get("links", [])
    except BadSource:
        return None
    by_relation = {link.get("rel"): canonical(link.get("href") or "", url) for link in reversed(links)}
    hub = by_relation.get("hub")
    return HubTopic(hub, by_relation.get("self") or url) if hub else None


def _text(body: bytes, content_type: str) -> str:
    """Text of a feed without its XML declaration, which is about bytes."""
    return _DECLARATION.sub("", decode(body, content_type), count=1).lstrip()


def _entries_of(text: str, url: str) -> list[dict[str, Any]]:
    """Entries of RSS or Atom. Where one of them is beyond reading, the others. Raises BadSource where all are."""
    try:
        feed = _parse(text, url)
    except BadSource:
        if entries := _entries_one_by_one(text, url):
            return entries
        raise
    if not feed.get("version") and not feed.entries:  # of an empty body it says nothing at all
        raise BadSource(url, f"is no RSS or Atom feed; it begins with {text[:60]!r}")
    return list(feed.entries)


def _entries_one_by_one(text: str, url: str) -> list[dict[str, Any]]:
    """What can be read of a feed that as a whole can't be: it is halved until the wrong entries stand alone."""
    places = [match.start() for match in _ITEM.finditer(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise([*places, len(text)])]
    head, waiting, entries, parses = _head(text), [pieces], list[dict[str, Any]](), 0
    while waiting and parses < MAX_PARSES:
        part, parses = waiting.pop(), parses + 1
        try:
            entries += _parse(head + "".join(part), url).entries
        except BadSource:
            middle = len(part) // 2
            waiting += [part[middle:], part[:middle]] if middle else []
    return entries


def _head(text: str) -> str:
    """What stands before the first entry."""
    first = _ITEM.search(text)
    return text[: first.start()] if first else text


def _parse(text: str, url: str) -> Any:
    # No content-location: feedparser would make addresses of guids with it.
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(mend_references(text.encode("utf-8", "replace")))
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _FEEDPARSER_FAULTS as error:
        raise BadSource(url, f"is broken beyond reading: {error}") from None


def _read_entries(entries: list[dict[str, Any]], url: str) -> Iterable[DiscoveredUrl]:
    # `updated` too: dc:date arrives as that. dict.get, for feedparser's own looks elsewhere and warns.
    dates = [dict.get(entry, "published") or dict.get(entry, "updated") for entry in entries]
    month_first = is_month_first(dates)
    for entry, date in zip(entries, dates, strict=True):
        link = _link(entry, url)
        if link:
            published_at = read_date(date, month_first=month_first)
            yield DiscoveredUrl(link, published_at=published_at, title=_title(dict.get(entry, "title")))


def _link(entry: dict[str, Any], url: str) -> str | None:
    """Address of an entry; a guid that is one stands in for a missing link, whatever isPermaLink says."""
    link, guid = dict.get(entry, "link") or "", dict.get(entry, "id") or ""
    if link == guid and not dict.get(entry, "links"):  # feedparser's copy of the guid: `tin-5` is no relative link
        link = ""
    return canonical(with_scheme(link, url), url) or canonical(guid)


def _title(raw: str | None) -> str | None:
    """Title as text: some publishers escape twice, some put markup in."""
    return clean(remove_tags(html.unescape(raw))) or None if raw else None
