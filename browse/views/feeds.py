"""Feeds: what is new as Atom (RFC 4287) and JSON Feed 1.1, at addresses that stay."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import attrs
from datasette.utils.asgi import NotFound, Response

from browse.security import STRICT_POLICY, web_url
from browse.view import absolute_url, ask, home_of
from pipeline.clock import VIETNAM, from_stamp
from pipeline.provinces import name_of
from pipeline.queries import all_entries, province_codes, province_entries, query_entries, site, site_entries
from pipeline.watches import load_watches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from sqlite_utils import Database

    from pipeline.queries import FeedEntry

    Absolute = Callable[[str], str]

Form = Literal["atom", "json"]

TYPES: dict[Form, str] = {"atom": "application/atom+xml", "json": "application/feed+json"}
ATOM = "http://www.w3.org/2005/Atom"
NOTHING_YET = "1970-01-01T00:00:00Z"  # an Atom feed has to say when it was updated, also an empty one
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@attrs.frozen
class Feed:
    """One feed."""

    name: str
    """Name of the site, province or watch that it is of; empty for everything."""
    path: str
    """Its address without the ending."""
    page: str
    """Address of the page about the same."""
    entries: tuple[FeedEntry, ...] = ()

    @property
    def title(self) -> str:
        """What a news reader lists it as."""
        return f"{self.name} · Kho Báo" if self.name else "Kho Báo"

    @property
    def updated_at(self) -> str:
        """When the newest text of its entries was seen: a stamp in UTC."""
        return max((entry.updated_at for entry in self.entries), default=NOTHING_YET)


async def show(datasette: Datasette, request: Request) -> Response:
    """Answer with a feed, or 304 where the reader has it as it is. Raises NotFound."""
    kind, name, form = request.url_vars["about"], unquote(request.url_vars["name"] or ""), request.url_vars["form"]
    folder = home_of(datasette).watches_folder
    feed = await ask(datasette, lambda db: with_entries(db, folder, kind, name))
    if feed is None:
        raise NotFound(name)
    return answer(feed, form, request.headers, lambda path: absolute_url(datasette, request, path))


def everything() -> Feed:
    """Feed of everything, without its entries."""
    return Feed("", "/tin/tat-ca", "/")


def of_site(domain: str, name: str) -> Feed:
    """Feed of a site, without its entries."""
    return Feed(name, f"/tin/trang/{quote(domain, safe=':')}", f"/trang/{quote(domain, safe=':')}")


def of_province(code: str) -> Feed:
    """Feed of a province, without its entries."""
    return Feed(name_of(code), f"/tin/tinh/{quote(code)}", "/theo-doi")


def of_watch(name: str) -> Feed:
    """Feed of a watch, without its entries."""
    return Feed(name, f"/tin/theo-doi/{name}", "/theo-doi")


def with_entries(db: Database, watches: Path, kind: str, name: str) -> Feed | None:
    """Feed of one thing with its entries; None where there is no such thing.

    `kind` is the part of the address that says what `name` is: tat-ca (everything), trang (a site's
    domain), tinh (a province's code), theo-doi (a watch of the folder `watches`).
    """
    match kind:
        case "tat-ca" if not name:
            return _filled(everything(), all_entries(db))
        case "trang" if line := site(db, name):
            return _filled(of_site(name, line.name), site_entries(db, name))
        case "tinh" if name in province_codes(db):
            return _filled(of_province(name), province_entries(db, name))
        case "theo-doi":
            watch = next((watch for watch in load_watches(watches)[0] if watch.name == name), None)
            return _filled(of_watch(name), query_entries(db, watch.query, watch.site)) if watch else None
        case _:
            return None


def _filled(feed: Feed, entries: Sequence[FeedEntry]) -> Feed:
    return attrs.evolve(feed, entries=tuple(entries))


def answer(feed: Feed, form: Form, headers: Mapping[str, str], absolute: Absolute) -> Response:
    """Answer with a feed, or with 304 where the request's `headers` say that it is known as it is."""
    body = (atom if form == "atom" else json_feed)(feed, absolute)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answered = {
        "content-security-policy": STRICT_POLICY,
        "etag": etag,
        "cache-control": "no-cache",  # it may be kept, and is asked about each time
    }
    if is_known(headers, etag):
        return Response(body="", status=304, headers=answered)
    return Response(body=body.decode(), headers=answered, content_type=f"{TYPES[form]}; charset=utf-8")


def atom(feed: Feed, absolute: Absolute) -> bytes:
    """Write an Atom document. `absolute` makes a whole address of a path of ours."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    _add(root, "title", feed.title)
    _add(root, "id", f"urn:khobao:feed:{feed.path.removeprefix('/tin/')}")
    _add(root, "updated", feed.updated_at)
    _add(ET.SubElement(root, "author"), "name", "Kho Báo")
    _add(root, "link", rel="self", type=TYPES["atom"], href=absolute(f"{feed.path}.atom"))
    _add(root, "link", rel="alternate", type="text/html", href=absolute(feed.page))
    for entry in feed.entries:
        _add_entry(root, entry, absolute)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_entry(root: ET.Element, entry: FeedEntry, absolute: Absolute) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "title", entry.title)
    _add(element, "id", f"urn:khobao:article:{entry.key}")
    _add(element, "updated", entry.updated_at)
    if published := _published(entry):
        _add(element, "published", published)
    _add(ET.SubElement(element, "author"), "name", entry.site_name)
    _add(element, "link", rel="alternate", type="text/html", href=absolute(f"/bai/{entry.key}"))
    if web_url(entry.url):
        _add(element, "link", rel="via", href=entry.url)
    for tag in _tags(entry):
        _add(element, "category", term=tag)
    _add(element, "summary", entry.sapo or entry.title)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    element = ET.SubElement(parent, name, {key: _NO_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NO_XML.sub("", text) if text is not None else None


def json_feed(feed: Feed, absolute: Absolute) -> bytes:
    """Write a JSON Feed. `absolute` makes a whole address of a path of ours."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": absolute(feed.page),
        "feed_url": absolute(f"{feed.path}.json"),
        "language": "vi",
        "items": [_item(entry, absolute) for entry in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _item(entry: FeedEntry, absolute: Absolute) -> dict[str, Any]:
    item = {
        "id": f"urn:khobao:article:{entry.key}",
        "url": absolute(f"/bai/{entry.key}"),
        "external_url": web_url(entry.url),
        "title": entry.title,
        "content_text": entry.sapo or entry.title,
        "date_published": _published(entry),
        "date_modified": entry.updated_at,
        "authors": [{"name": entry.site_name}],
        "tags": _tags(entry),
    }
    return {name: value for name, value in item.items() if value}


def is_known(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the reader has this very feed, by its tag (RFC 9110, 13.1).

    Not by a time: an article that is taken down or hidden changes a feed and is no newer.
    """
    tags = headers.get("if-none-match", "")
    return tags.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}


def _published(entry: FeedEntry) -> str | None:
    """Time of publication as RFC 3339 has it; None where the page tells no more than the day."""
    if entry.published_at is None or len(entry.published_at) == len("2026-11-23"):
        return None
    return from_stamp(entry.published_at).astimezone(VIETNAM).isoformat(timespec="seconds")


def _tags(entry: FeedEntry) -> list[str]:
    return [*(["edited"] if entry.edited else []), *([entry.availability] if entry.availability != "online" else [])]
