"""Reads RSS and Atom as they really come. Bytes in, values out; feedparser does the reading."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any

import feedparser
from w3lib.html import remove_tags

from crawlers.sources.dates import read_date
from crawlers.sources.discovered import BadSource, DiscoveredUrl, HubTopic, once
from pipeline.extraction import decode, is_month_first
from pipeline.text import clean
from pipeline.urls import canonical, with_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

# The largest feeds seen have 300 KB and 200 items. A million broken tags take feedparser 15 s and 700 MB.
MAX_BYTES = 4 << 20
MAX_ITEMS = 5000
MAX_TAGS = 200_000

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ITEM = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
# feedparser's own faults on markup no feed has: lone surrogates, ports and brackets that can't be, tags out of turn.
_FEEDPARSER_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


def read_feed(body: bytes, url: str, content_type: str = "") -> list[DiscoveredUrl]:
    """What a feed names, in its order, each address once; an empty feed names nothing.

    `content_type` is the header's value. Raises BadSource where the bytes are no feed, or too many.
    """
    if len(body) > MAX_BYTES:
        raise BadSource(url, f"has more than {MAX_BYTES >> 20} MB: no feed")
    text = _text(body, content_type)
    if text.count("<") > MAX_TAGS or len(_ITEM.findall(text)) > MAX_ITEMS:
        raise BadSource(url, f"has more than {MAX_ITEMS} entries or {MAX_TAGS} tags: no feed")
    feed = _parse(text, url)
    if not feed.get("version") and not feed.entries:  # of an empty body it says nothing at all
        raise BadSource(url, f"is no RSS or Atom feed; it begins with {text[:60]!r}")
    return once(_read_entries(feed.entries, url))


def read_hub(body: bytes, url: str, content_type: str = "") -> HubTopic | None:
    """Hub that a feed names, with the address it has there (WebSub); None where it names none."""
    if b"hub" not in body or len(body) > MAX_BYTES:
        return None
    links = _parse(_text(body, content_type), url).feed.get("links", [])
    by_relation = {link.get("rel"): canonical(link.get("href") or "", url) for link in reversed(links)}
    hub = by_relation.get("hub")
    return HubTopic(hub, by_relation.get("self") or url) if hub else None


def _text(body: bytes, content_type: str) -> str:
    """Text of a feed without its XML declaration, which is about bytes."""
    return _DECLARATION.sub("", decode(body, content_type), count=1).lstrip()


def _parse(text: str, url: str) -> Any:
    # No content-location: feedparser would make addresses of guids with it.
    headers = {"content-type": "application/xml; charset=utf-8"}
    stream = io.BytesIO(text.encode("utf-8", "replace"))
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
