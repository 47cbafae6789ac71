"""Reads JSON Feed 1.x (jsonfeed.org/version/1.1). Bytes in, values out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawlers.sources.discovered import BadSource, HubTopic
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION = "jsonfeed.org/version/1"


def read_json_feed(text: str, url: str) -> Mapping[str, Any]:
    """The feed that a text is. Raises BadSource where it is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSource(url, f"is no JSON Feed: {error}") from None
    if not isinstance(feed, dict) or _VERSION not in str(feed.get("version")):
        raise BadSource(url, f"is no JSON Feed: no version of it is named; it begins with {text[:60]!r}")
    return feed


def entries_of(feed: Mapping[str, Any]) -> list[dict[str, str]]:
    """Its items under feedparser's names, as far as they are text. `external_url`, which an item is about, is none."""
    items = feed.get("items")
    return [_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _entry(item: Mapping[str, Any]) -> dict[str, str]:
    names = {"link": "url", "id": "id", "title": "title", "published": "date_published", "updated": "date_modified"}
    return {ours: value for ours, name in names.items() if isinstance(value := item.get(name), str)}


def hub_of(feed: Mapping[str, Any], url: str) -> HubTopic | None:
    """The WebSub hub that it names, with its address there; None where it names none."""
    hubs = feed.get("hubs")
    for hub in hubs if isinstance(hubs, list) else ():
        address = canonical(str(hub.get("url")), url) if isinstance(hub, dict) else None
        if address and str(hub.get("type")).lower() == "websub":
            return HubTopic(address, canonical(str(feed.get("feed_url") or ""), url) or url)
    return None
