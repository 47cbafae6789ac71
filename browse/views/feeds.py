"""Feeds: what is new as Atom (RFC 4287) and JSON Feed 1.1, at addresses that stay."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote
from xml.etree import ElementTree as ET

import attrs
from datasette.utils.asgi import Response

from browse.security import headers as policy
from pipeline.clock import VIETNAM, from_stamp
from pipeline.provinces import name_of
from pipeline.queries import articles as browsing
from pipeline.queries import latest as feed
from pipeline.watches import load_watches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sqlite_utils import Database

    from pipeline.queries import Entry

    Absolute = Callable[[str], str]

Form = Literal["atom", "json"]

TYPES: dict[Form, str] = {"atom": "application/atom+xml", "json": "application/feed+json"}
ATOM = "http://www.w3.org/2005/Atom"
NOTHING_YET = "1970-01-01T00:00:00Z"  # an Atom feed has to say when it was updated, also an empty one
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@attrs.frozen
class Feed:
    """One feed. `name` is of what; `path` its address without its ending, `page` that of what it is about."""

    name: str
    path: str
    page: str
    entries: list[Entry] = attrs.field(factory=list)

    @property
    def title(self) -> str:
        """What a news reader lists it as."""
        return f"{self.name} · Kho Báo" if self.name else "Kho Báo"

    @property
    def updated_at(self) -> str:
        """When the last text of it was seen."""
        return max((entry.updated_at for entry in self.entries), default=NOTHING_YET)


def everything() -> Feed:
    """Return the feed of everything, without its entries."""
    return Feed("", "/tin/tat-ca", "/")


def of_site(domain: str, name: str) -> Feed:
    """Return a site's feed, without its entries."""
    return Feed(name, f"/tin/trang/{quote(domain, safe=':')}", f"/trang/{quote(domain, safe=':')}")


def of_province(code: str) -> Feed:
    """Return a province's feed, without its entries."""
    return Feed(name_of(code), f"/tin/tinh/{quote(code)}", "/theo-doi")


def of_watch(name: str) -> Feed:
    """Return a watch's feed, without its entries."""
    return Feed(name, f"/tin/theo-doi/{name}", "/theo-doi")


def filled(db: Database, watches: Path, about: str, name: str) -> Feed | None:
    """Return a feed with its entries, None where there is no such thing."""
    match about:
        case "tat-ca" if not name:
            return attrs.evolve(everything(), entries=feed.of_everything(db))
        case "trang" if site := browsing.site(db, name):
            return attrs.evolve(of_site(name, site.name), entries=feed.of_site(db, name))
        case "tinh" if name in feed.provinces(db):
            return attrs.evolve(of_province(name), entries=feed.of_province(db, name))
        case "theo-doi":
            watch = next((one for one in load_watches(watches)[0] if one.name == name), None)
            return attrs.evolve(of_watch(name), entries=feed.of_query(db, watch.query, watch.site)) if watch else None
        case _:
            return None


def answer(shown: Feed, form: Form, asked: Mapping[str, str], absolute: Absolute) -> Response:
    """Answer with a feed, or with 304 where the reader's headers say that it is known as it is."""
    body = (atom if form == "atom" else json_feed)(shown, absolute)
    headers = {
        "content-security-policy": policy.STRICT,
        "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "cache-control": "no-cache",  # it may be kept, and is asked about each time
    }
    if _is_known(asked, headers["etag"]):
        return Response(body="", status=304, headers=headers)
    return Response(body=body.decode(), headers=headers, content_type=f"{TYPES[form]}; charset=utf-8")


def atom(shown: Feed, absolute: Absolute) -> bytes:
    """Return a feed as an Atom document. `absolute` makes a whole address of a path of ours."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    _add(root, "title", shown.title)
    _add(root, "id", f"urn:khobao:feed:{shown.path.removeprefix('/tin/')}")
    _add(root, "updated", shown.updated_at)
    _add(ET.SubElement(root, "author"), "name", "Kho Báo")
    _add(root, "link", rel="self", type=TYPES["atom"], href=absolute(f"{shown.path}.atom"))
    _add(root, "link", rel="alternate", type="text/html", href=absolute(shown.page))
    for one in shown.entries:
        entry = ET.SubElement(root, "entry")
        _add(entry, "title", one.title)
        _add(entry, "id", f"urn:khobao:article:{one.key}")
        _add(entry, "updated", one.updated_at)
        if published := _moment(one):
            _add(entry, "published", published)
        _add(ET.SubElement(entry, "author"), "name", one.site_name)
        _add(entry, "link", rel="alternate", type="text/html", href=absolute(f"/bai/{one.key}"))
        if policy.web_url(one.url):
            _add(entry, "link", rel="via", href=one.url)
        for tag in _tags(one):
            _add(entry, "category", term=tag)
        _add(entry, "summary", one.sapo or one.title)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def json_feed(shown: Feed, absolute: Absolute) -> bytes:
    """Return a feed as a JSON Feed."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shown.title,
        "home_page_url": absolute(shown.page),
        "feed_url": absolute(f"{shown.path}.json"),
        "language": "vi",
        "items": [_item(one, absolute) for one in shown.entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _item(one: Entry, absolute: Absolute) -> dict[str, Any]:
    item = {
        "id": f"urn:khobao:article:{one.key}",
        "url": absolute(f"/bai/{one.key}"),
        "external_url": policy.web_url(one.url),
        "title": one.title,
        "content_text": one.sapo or one.title,
        "date_published": _moment(one),
        "date_modified": one.updated_at,
        "authors": [{"name": one.site_name}],
        "tags": _tags(one),
    }
    return {name: value for name, value in item.items() if value}


def _is_known(asked: Mapping[str, str], etag: str) -> bool:
    """Tell whether the reader has this very feed, by its tag (RFC 9110, 13.1).

    Not by a time: an article that is taken down or hidden changes a feed and is no newer.
    """
    tags = asked.get("if-none-match", "")
    return tags.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}


def _moment(one: Entry) -> str | None:
    """Return when an article was published, where its page tells the time of day too, as RFC 3339 has it."""
    if one.published_at is None or len(one.published_at) == len("2026-11-23"):
        return None
    return from_stamp(one.published_at).astimezone(VIETNAM).isoformat(timespec="seconds")


def _tags(one: Entry) -> list[str]:
    return [*(["edited"] if one.edited else []), *([one.availability] if one.availability != "online" else [])]


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, name, {key: _NO_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NO_XML.sub("", text) if text is not None else None
