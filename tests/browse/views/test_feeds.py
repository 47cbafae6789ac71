"""Feeds as a news reader gets them, and the page that lists them with the watches."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree, html

from browse.security.headers import STRICT_POLICY
from tests.support.served import Served, serving
from tests.support.watched_archive import WatchedHome

if TYPE_CHECKING:
    from pathlib import Path

FEEDS = ["/tin/tat-ca", "/tin/trang/{site}", "/tin/tinh/40", "/tin/theo-doi/dat"]
SITE = "127.0.0.1:9101"
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(followed: Served, path: str, form: str) -> Any:
    """Ask for a feed; it has to come well."""
    answer = followed.get(f"{path.format(site=SITE)}.{form}")
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("path", FEEDS)
def test_atom_holds_to_its_rfc(followed: Served, path: str) -> None:
    """RFC 4287: an id, a title and a time for the feed and each entry, authors, whole links, unique ids."""
    answer = feed_of(followed, path, "atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for element in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text
        assert re.fullmatch(r"urn:[a-z]+:[a-z]+:[\w/.:-]+", element.findtext(f"{ATOM}id"))
        assert element.findtext(f"{ATOM}author/{ATOM}name")
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
        for moment in [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]:
            assert datetime.fromisoformat(moment.text).tzinfo
    for link in root.iter(f"{ATOM}link"):
        assert urlsplit(link.get("href")).scheme == "http" or link.get("rel") == "via"
        assert "javascript" not in link.get("href")
    own = root.find(f"{ATOM}link[@rel='self']").get("href")
    assert own == str(answer.url)
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("path", FEEDS)
def test_feedparser_reads_it(followed: Served, path: str) -> None:
    """As news readers do, without a complaint; titles are text, not markup."""
    answer = feed_of(followed, path, "atom")
    read = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not read.bozo
    assert read.version == "atom10"
    titles = [entry.title for entry in read.entries]
    assert "Đất ven sông & <b>bãi bồi</b>" in titles
    assert ("Lúa" in titles) == ("dat" not in path)
    for entry in read.entries:
        assert followed.get(urlsplit(entry.link).path).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_json_holds_to_its_specification(followed: Served, path: str) -> None:
    """JSON Feed 1.1: what is required, nothing unknown, no null; the same articles as in Atom."""
    answer = feed_of(followed, path, "json")
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    told = answer.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["title"]
    assert told["feed_url"] == str(answer.url)
    assert told.keys() <= {"version", "title", "home_page_url", "feed_url", "language", "items"}
    known = {
        *("id", "url", "external_url", "title", "content_text"),
        *("date_published", "date_modified", "authors", "tags"),
    }
    for item in told["items"]:
        assert {"id", "content_text"} <= item.keys() <= known
        assert None not in item.values()
        assert urlsplit(item["url"]).scheme == "http"
        assert item.get("external_url", "https:").startswith("https:")
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item.get(name, "2026-01-01T00:00:00Z")).tzinfo
    atom = etree.fromstring(feed_of(followed, path, "atom").content)
    assert [item["id"] for item in told["items"]] == [id_.text for id_ in atom.findall(f"{ATOM}entry/{ATOM}id")]


def test_an_article_in_a_feed_says_what_is_known(followed: Served) -> None:
    """A day without a time is no moment; the sapo is the summary, its own address is named where it is one."""
    items = {item["title"]: item for item in feed_of(followed, "/tin/tat-ca", "json").json()["items"]}
    assert items["Lúa"]["date_published"] == "2026-11-20T08:00:00+07:00"
    assert "date_published" not in items["Đất bãi"]
    river = items["Đất ven sông & <b>bãi bồi</b>"]
    assert river["content_text"] == "Ai được giao đất?"
    assert river["authors"] == [{"name": "Báo <i>Ví Dụ</i>"}]
    hostile = next(item for title, item in items.items() if "script" in title)
    assert "external_url" not in hostile


@pytest.mark.parametrize("form", ["atom", "json"])
@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_that_has_it_gets_304(followed: Served, path: str, form: str) -> None:
    """By its ETag, weak or among others; not by a time, which stays the same where an article is taken down."""
    answer = feed_of(followed, path, form)
    etag = answer.headers["etag"]
    assert "last-modified" not in answer.headers
    for known, status in (
        ({"if-none-match": etag}, 304),
        ({"if-none-match": f'"x", W/{etag}'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"x"'}, 200),
        ({"if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT"}, 200),
    ):
        again = followed.get(f"{path.format(site=SITE)}.{form}", headers=known)
        assert (again.status_code, again.headers["etag"]) == (status, etag), known
        assert bool(again.content) == (status == 200)
        assert again.headers["content-security-policy"] == STRICT_POLICY


@pytest.mark.parametrize(
    "path",
    [
        *("/tin/tat-ca", "/tin/tat-ca/x.atom", "/tin/trang/nope.vn.json", "/tin/tinh/41.atom", "/tin/trang.json"),
        *("/tin/theo-doi/sai.atom", "/tin/theo-doi/nope.json", "/tin/theo-doi.atom"),
    ],
)
def test_other_addresses_are_404(followed: Served, path: str) -> None:
    """Also those of a watch that is not there, or whose file is faulty."""
    assert followed.get(path).status_code == 404


def test_an_empty_feed_is_one(tmp_path: Path) -> None:
    """Before there is an article it is valid, and says of no time that it was updated."""
    made = WatchedHome(tmp_path)
    made.watch("dat", "đất")
    made.db.close()
    with serving(made.home.folder) as (url, _):
        followed = Served(url, "", "")
        for path in ("/tin/tat-ca", "/tin/theo-doi/dat"):
            read = feedparser.parse(feed_of(followed, path, "atom").content)
            assert (read.bozo, read.entries, read.feed.updated) == (False, [], "1970-01-01T00:00:00Z")
            assert feed_of(followed, path, "json").json()["items"] == []


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("/", ["/tin/tat-ca"]),
        (f"/trang/{SITE}", [f"/tin/trang/{SITE}", "/tin/tinh/40"]),
        ("/theo-doi", ["/tin/tat-ca", "/tin/theo-doi/dat", "/tin/theo-doi/hong"]),
    ],
)
def test_pages_lead_readers_to_their_feeds(followed: Served, page: str, feeds: list[str]) -> None:
    """By <link rel=alternate>, with a title; each address answers."""
    tree = html.document_fromstring(followed.get(page).content)
    links = tree.cssselect('link[rel="alternate"][type]')
    assert [link.get("href") for link in links] == [f"{feed}.{form}" for feed in feeds for form in ("atom", "json")]
    for link in links:
        answer = followed.get(link.get("href"))
        assert answer.headers["content-type"].startswith(link.get("type"))
        assert link.get("title")
