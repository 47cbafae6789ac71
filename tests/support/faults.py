"""Sixty things that go wrong, and what becomes of each: docs/faults.md is their table, tests/test_faults.py tries them."""

from __future__ import annotations

import gzip
import unicodedata
import zlib
from typing import TYPE_CHECKING, Any

import attrs

from crawlers.sources.discovered import BadSource
from crawlers.sources.feeds import read_feed
from crawlers.sources.listings import read_listing
from crawlers.sources.sitemaps import read_sitemap
from pipeline.article import Article
from pipeline.config import Site, load_site
from pipeline.errors import BadFile
from pipeline.extraction import article_of
from pipeline.extraction.profile.reading_rules import ReadingRules
from pipeline.ingest.extractor_pool import extract_capture
from tests.support.captures import html, long_text, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Sửa đường vào bản"
TEXT = (long_text("một"), long_text("hai"), long_text("ba"))
PAGE = html(TITLE, *TEXT)
SITE = Site("bao.example", "Báo Ví Dụ")
BASE = "https://bao.example"


@attrs.frozen
class Fault:
    """What goes wrong, what is to become of it (as the table says), and what tries it: gives what became of it."""

    name: str
    outcome: str
    attempt: Callable[[Path], str]


def a_page(
    body: bytes, content_type: str = "text/html; charset=utf-8", *headers: tuple[str, str]
) -> Callable[[Path], str]:
    """Read a page: `article`, `article, TITLE lost`, or the kind of page that holds none."""

    def attempt(_: Path) -> str:
        capture = attrs.evolve(page("/a.html", 0), body=body, headers=(("Content-Type", content_type), *headers))
        made = article_of(extract_capture(capture, ReadingRules()))
        if not isinstance(made, Article):
            return f"{made.kind}"
        whole = made.title == TITLE and all(one in made.paragraphs for one in TEXT)
        return "article" if whole else "part of the article"

    return attempt


def a_feed(body: bytes, content_type: str = "application/rss+xml") -> Callable[[Path], str]:
    """Read a feed: how many addresses it names."""
    return lambda _: _found(lambda: read_feed(body, f"{BASE}/rss", content_type))


def a_sitemap(body: bytes) -> Callable[[Path], str]:
    """Read a sitemap: how many addresses it names."""

    def names() -> list[Any]:
        made = read_sitemap(body, f"{BASE}/sitemap.xml")
        return [*made.pages, *made.files]

    return lambda _: _found(names)


def a_listing(body: bytes) -> Callable[[Path], str]:
    """Read a listing: how many addresses it names."""
    return lambda _: _found(lambda: read_listing(body, f"{BASE}/tin", SITE).articles)


def _found(names: Callable[[], list[Any]]) -> str:
    try:
        return f"{len(names())} named"
    except BadSource:
        return "the source failed"


def a_site_file(text: str | bytes, name: str = "bao.example.toml") -> Callable[[Path], str]:
    """Load a site's file."""

    def attempt(folder: Path) -> str:
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            load_site(path)
        except BadFile as error:
            return "refused, with each fault" if all(fault.strip() for fault in error.faults) else "refused"
        return "taken"

    return attempt


def item(path: str, title: str = "Một bài báo", more: str = "") -> str:
    """Return an item of RSS."""
    return f"<item><title>{title}</title><link>{BASE}{path}</link>{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    """Return a feed."""
    return f'{head}<rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


def urlset(*paths: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    """Return a sitemap."""
    urls = "".join(f"<url><loc>{BASE}{path}</loc></url>" for path in paths)
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


ONE_LINE = PAGE.replace(b"\n", b" ")
BOMB = gzip.compress(bytes(200 * 2**20), 1)
HUGE = html(TITLE, *TEXT, *["Đoạn thêm vào cho dài. " * 50] * 12000)
DEEP = PAGE.replace(b"<article>", b"<article>" + b"<div>" * 5000)

TENFOLD = "".join("<!ENTITY lol{} '{}'>".format(n, f"&lol{n - 1};" * 10) for n in range(1, 10))
GROWING = f"<?xml version='1.0'?><!DOCTYPE x [{TENFOLD}<!ENTITY lol0 'lol'>]>"

FAULTS = [
    # pages
    Fault("a page cut off in the middle of a tag", "article", a_page(PAGE[: PAGE.rindex(b"</p>")] + b"</p><p cl")),
    Fault("a page without html, head or body", "empty", a_page("".join(f"<p>{one}</p>" for one in TEXT).encode())),
    Fault("an empty answer", "empty", a_page(b"")),
    Fault("white space alone", "empty", a_page(b" \n" * 500)),
    Fault("random bytes called HTML", "not-html", a_page(bytes(range(256)) * 200)),
    Fault("zero bytes in the text", "article", a_page(PAGE.replace(b"con ", b"con\x00 "))),
    Fault(
        "a charset that is a lie: windows-1252 for UTF-8",
        "article",
        a_page(PAGE.replace(b"utf-8", b"windows-1252"), "text/html; charset=windows-1252"),
    ),
    Fault(
        "a charset that there is not",
        "article",
        a_page(PAGE.replace(b"utf-8", b"utf-99"), "text/html; charset=klingon"),
    ),
    Fault("UTF-16", "article", a_page(PAGE.decode().encode("utf-16"), "text/html; charset=utf-16")),
    Fault("UTF-8 with a byte order mark", "article", a_page(b"\xef\xbb\xbf" + PAGE)),
    Fault("a lone half of a two-byte letter", "article", a_page(PAGE.replace(b"</article>", b"<p>\xc4</p></article>"))),
    Fault("letters and accents apart (NFD)", "article", a_page(unicodedata.normalize("NFD", PAGE.decode()).encode())),
    Fault("a page of one line", "article", a_page(ONE_LINE)),
    Fault("a page of 14 MB", "empty", a_page(HUGE)),
    Fault("five thousand nested elements", "empty", a_page(DEEP)),
    Fault("a gzip bomb: 200 MB in 200 KB", "empty", a_page(BOMB, "text/html", ("Content-Encoding", "gzip"))),
    Fault(
        "gzip that is cut off",
        "part of the article",
        a_page(gzip.compress(PAGE)[:-20], "text/html", ("Content-Encoding", "gzip")),
    ),
    Fault("gzip in name alone", "article", a_page(PAGE, "text/html; charset=utf-8", ("Content-Encoding", "gzip"))),
    Fault(
        "deflate without its header",
        "article",
        a_page(zlib.compress(PAGE)[2:-4], "text/html; charset=utf-8", ("Content-Encoding", "deflate")),
    ),
    Fault("a coding that nobody knows", "article", a_page(PAGE, "text/html", ("Content-Encoding", "rot13"))),
    Fault("a PDF called HTML", "not-html", a_page(b"%PDF-1.7\n" + bytes(range(256)) * 50)),
    Fault("a picture called HTML", "not-html", a_page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)),
    Fault("JSON called HTML", "not-html", a_page(b'{"title": "x", "body": "y"}')),
    Fault(
        "a script that would draw the page",
        "empty",
        a_page(b"<!DOCTYPE html><html><head></head><body><div id=app></div><script>draw()</script></body></html>"),
    ),
    Fault("a title with script in it", "article", a_page(html("<script>alert(1)</script>" + TITLE, *TEXT))),
    Fault(
        "JSON-LD that is no JSON",
        "article",
        a_page(html(TITLE, *TEXT, head='<script type="application/ld+json">{"@type": "NewsArticle", </script>')),
    ),
    Fault(
        "JSON-LD nested a thousand deep",
        "article",
        a_page(html(TITLE, *TEXT, head=f'<script type="application/ld+json">{"[" * 1000}{"]" * 1000}</script>')),
    ),
    Fault(
        "a day of publication that there is not", "article", a_page(PAGE.replace(b"2026-07-16T08", b"2026-02-31T08"))
    ),
    Fault("a day of publication in the year 9999", "article", a_page(PAGE.replace(b"2026-07-16", b"9999-12-31"))),
    Fault(
        "a canonical address of javascript:",
        "article",
        a_page(html(TITLE, *TEXT, head='<link rel="canonical" href="javascript:alert(1)">')),
    ),
    Fault(
        "the whole page in a form",
        "article",
        a_page(PAGE.replace(b"<article>", b"<form><article>").replace(b"</article>", b"</article></form>")),
    ),
    Fault("a comment that never ends", "article", a_page(PAGE.replace(b"</article>", b"</article><!-- "))),
    Fault(
        "ten thousand attributes on an element",
        "article",
        a_page(PAGE.replace(b"<article>", b"<article " + b" ".join(b"a%d=1" % n for n in range(10000)) + b">")),
    ),
    # sources
    Fault("a feed that is a web page", "the source failed", a_feed(PAGE, "text/html")),
    Fault("an empty feed", "the source failed", a_feed(b"")),
    Fault("a feed without items", "0 named", a_feed(rss())),
    Fault("a feed cut off in the middle", "1 named", a_feed(rss(item("/a.html"), item("/b.html"))[:-60])),
    Fault("a feed with a bare &", "1 named", a_feed(rss(item("/a.html", "Sửa & xây")))),
    Fault("a feed after blank lines", "1 named", a_feed(b"\n\n  " + rss(item("/a.html")))),
    Fault(
        "a feed with an entity that grows without end",
        "1 named",
        a_feed(
            rss(
                item("/a.html", "&lol9;"),
                head=GROWING,
            )
        ),
    ),
    Fault(
        "a feed that asks for a file of ours",
        "1 named",
        a_feed(
            rss(
                item("/a.html", "&x;"),
                head='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            )
        ),
    ),
    Fault(
        "a feed whose links are javascript:",
        "0 named",
        a_feed(rss("<item><title>x</title><link>javascript:alert(1)</link></item>")),
    ),
    Fault("a feed that names an address twice", "1 named", a_feed(rss(item("/a.html"), item("/a.html")))),
    Fault("a sitemap that is a web page", "the source failed", a_sitemap(PAGE)),
    Fault("an empty sitemap", "the source failed", a_sitemap(b"")),
    Fault("a sitemap cut off in the middle", "1 named", a_sitemap(urlset("/a.html", "/b.html")[:-30])),
    Fault("a sitemap packed with gzip", "1 named", a_sitemap(gzip.compress(urlset("/a.html")))),
    Fault("a sitemap that is a gzip bomb", "the source failed", a_sitemap(BOMB)),
    Fault("a sitemap of plain lines", "2 named", a_sitemap(f"{BASE}/a.html\n{BASE}/b.html\n".encode())),
    Fault(
        "a sitemap with entities that grow",
        "1 named",
        a_sitemap(urlset("/&a;", head='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>')),
    ),
    Fault("a listing without a link", "0 named", a_listing(b"<html><body><p>x</p></body></html>")),
    Fault(
        "a listing of links to nowhere",
        "0 named",
        a_listing(
            b'<html><body><a href="#">x</a><a href="javascript:x">y</a><a href="mailto:a@b">z</a><a href="http://[">w</a></body></html>'
        ),
    ),
    # files
    Fault("a site's file that is no TOML", "refused, with each fault", a_site_file("name = ")),
    Fault("a site's file that is not UTF-8", "refused, with each fault", a_site_file(b'name = "\xff"')),
    Fault(
        "a site's file with keys that there are not",
        "refused, with each fault",
        a_site_file('name = "x"\ncolour = "red"'),
    ),
    Fault(
        "a site's file with a selector that is none",
        "refused, with each fault",
        a_site_file('name = "x"\n[[extraction]]\nbody = "div["'),
    ),
    Fault(
        "a site's file with a source of another site",
        "refused, with each fault",
        a_site_file('name = "x"\n[[sources]]\nkind = "feed"\nurl = "https://khac.example/rss"'),
    ),
    Fault(
        "a site's file under another site's name",
        "refused, with each fault",
        a_site_file('domain = "khac.example"\nname = "x"'),
    ),
]

# What takes a whole daemon, a disk or a clock to go wrong: (what, what becomes of it, the test that tries it).
LIVED = [
    (
        "the daemon or a child of it is killed, at any moment",
        "nothing is lost or doubled",
        "tests/service/test_kill.py::test_nothing_is_lost_or_doubled",
    ),
    (
        "the crawl process hangs",
        "it is replaced after a minute",
        "tests/crawlers/worker/test_supervisor.py::test_one_that_hangs_is_ended",
    ),
    (
        "the crawl process grows",
        "it is replaced",
        "tests/crawlers/worker/test_supervisor.py::test_one_that_grew_is_replaced",
    ),
    (
        "a page that kills its reader",
        "set aside after three times",
        "tests/pipeline/ingest/test_extractor_pool.py::test_a_page_that_always_kills_its_worker",
    ),
    (
        "a page that hangs its reader",
        "set aside after three minutes",
        "tests/pipeline/ingest/test_extractor_pool.py::test_a_page_that_hangs",
    ),
    (
        "a page that ends the whole crawl process",
        "set aside, over restarts",
        "tests/pipeline/ingest/test_recovery.py::test_a_page_that_ends_each_process_is_set_aside",
    ),
    (
        "a disk that is nearly full",
        "crawling pauses, and goes on",
        "tests/service/test_disk.py::test_a_disk_that_is_nearly_full",
    ),
    (
        "a disk that is full",
        "nothing that was counted is lost; it goes on",
        "tests/service/test_disk.py::test_a_disk_that_is_full",
    ),
    (
        "a disk that fails, or is read-only, at any write or fsync",
        "the same",
        "tests/service/test_disk.py::test_a_disk_that_breaks_in_the_middle",
    ),
    (
        "the power goes",
        "what was counted was on the disk",
        "tests/crawlers/test_power_cut.py::test_the_power_may_go_at_any_moment",
    ),
    (
        "the clock is set, ahead or back",
        "nothing is fetched twice, nothing waits",
        "tests/service/test_clock.py::test_the_clock_is_set",
    ),
    (
        "frontier.db is damaged",
        "moved aside, made anew",
        "tests/service/test_trouble.py::test_a_damaged_frontier_is_moved_aside",
    ),
    (
        "deliveries.db is damaged",
        "moved aside; watches begin anew",
        "tests/pipeline/watches/test_deliveries.py::test_a_damaged_file_is_moved_aside",
    ),
    (
        "archive.db is damaged",
        "said, with what to do",
        "tests/crawlers/worker/test_supervisor.py::test_an_archive_that_cant_be_opened_is_said_until_it_can",
    ),
    (
        "archive.db or warc/ is deleted underneath",
        "noticed at once, made anew",
        "tests/service/test_trouble.py::test_what_is_deleted_underneath_is_missed_at_once",
    ),
    (
        "a WARC file's end is torn",
        "moved aside; the capture is asked for again",
        "tests/pipeline/warc/test_repair.py::test_a_torn_end_loses_the_last_capture_and_nothing_else",
    ),
    (
        "a WARC file to import is torn",
        "said; what can be read is taken in",
        "tests/pipeline/ingest/test_warc_import.py::test_a_torn_import_leaves_no_fault_behind",
    ),
    (
        "a site shows maintenance for every address",
        "nothing is gone, edited or new",
        "tests/service/test_looks.py::test_a_site_that_is_away_as_a_whole",
    ),
    (
        "a site answers 500 to everything",
        "left alone for longer and longer",
        "tests/service/test_daemon.py::test_a_site_that_fails_backs_off_and_the_others_go_on",
    ),
    (
        "a site leads to a private address",
        "not asked",
        "tests/crawlers/net/test_offsite.py::test_a_redirect_does_not_lead_us_away",
    ),
]
