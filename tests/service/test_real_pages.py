"""Real pages, as publishers served them, under a feed on loopback: crawled, archived, found."""

from __future__ import annotations

import gzip
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import attrs
import pytest

from pipeline.config import file_name
from pipeline.text import fold
from tests.support.real_pages import MISSES, PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.harness import Command


pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not PAGES.is_dir(), reason="the real pages are publishers' own: they lie beside the checkout"),
]


@attrs.frozen
class Page:
    """A page as it was served, the path it stood at, and the article that a person read on it."""

    path: str
    body: bytes
    article: dict[str, Any]

    @property
    def phrase(self) -> str:
        """Seven words out of the middle of its longest paragraph."""
        words = max(self.article["paragraphs"], key=len).replace('"', " ").split()
        middle = len(words) // 2
        return " ".join(words[middle : middle + 7])


def read_pages() -> list[Page]:
    """Return those whose text and title are read right."""
    return [
        Page(
            urlsplit(json.loads((folder / "page.json").read_text(encoding="utf-8"))["url"]).path,
            gzip.decompress((folder / "page.html.gz").read_bytes()),
            json.loads((folder / "article.json").read_text(encoding="utf-8")),
        )
        for folder in sorted(PAGES.iterdir())
        if not {"title", "text"} & MISSES.get(folder.name, set())
    ]


@contextmanager
def served(pages: list[Page]) -> Iterator[str]:
    """Serve pages, and a feed of them at /rss.xml; gives the address."""
    bodies = {page.path: page.body for page in pages}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = f"http://127.0.0.1:{self.connection.getsockname()[1]}"
            items = "".join(f"<item><link>{escape(address + path)}</link></item>" for path in bodies)
            feed = f'<rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'
            body = feed.encode() if self.path == "/rss.xml" else bodies.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/xml" if self.path == "/rss.xml" else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def watch(khobao: Command, address: str) -> None:
    """Write the file of a site with one feed."""
    domain = address.removeprefix("http://")
    folder = khobao.home / "sites"
    folder.mkdir()
    lines = [f'domain = "{domain}"', 'name = "Báo"', "[politeness]", "delay = 0", "allow_private = true"]
    lines += ["[[sources]]", 'kind = "feed"', f'url = "{address}/rss.xml"']
    (folder / file_name(domain)).write_text("\n".join(lines), encoding="utf-8")


def test_real_pages_are_crawled_archived_and_found(khobao: Command) -> None:
    """Each real page becomes one article, word for word, and a phrase of it finds it, with accents and without."""
    pages = read_pages()
    with served(pages) as address:
        watch(khobao, address)
        tally = json.loads(khobao("crawl", "--json"))["sites"][0]
    assert tally["stored"] == {"new": len(pages)}, tally["errors"]
    rows = {row["url"]: row for row in khobao.export().values()}
    for page in pages:
        row = rows[address + page.path]
        assert row["title"] == page.article["title"]
        assert row["paragraphs"] == page.article["paragraphs"]
        for query in (f'"{page.phrase}"', fold(page.phrase)):
            found = json.loads(khobao("search", "--json", "--", query))
            assert found, query
            assert found[0]["url"] == row["url"], query
