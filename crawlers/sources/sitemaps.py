"""Reads sitemaps: indexes, URL sets, Google's news sitemaps, plain text; gzipped or not.

Read as a stream, without a tree, so that neither a bomb nor forty million elements take more than their limits.
"""

from __future__ import annotations

import codecs
import html
import itertools
import re
from typing import TYPE_CHECKING

import attrs
from lxml import etree

from crawlers.sources.dates import read_date
from crawlers.sources.discovered import BadSource, DiscoveredUrl, once
from crawlers.sources.feeds import read_feed
from crawlers.sources.newest import NewestEntries
from crawlers.sources.references import mend_references, unfinished_at
from pipeline.codings import BadCoding, gunzipped
from pipeline.extraction import sniff_encoding
from pipeline.text import clean
from pipeline.urls import canonical, with_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The protocol's own limits (sitemaps.org): 50 MB unpacked, 50,000 entries. Files of more are real: then the newest are
# kept of what MAX_ELEMENTS or MAX_LINES hold, an old portal's hundred thousand, and an entry with images has some 20
# elements.
MAX_BYTES = 50 << 20
MAX_ENTRIES = 50_000
MAX_ELEMENTS = 40 * MAX_ENTRIES
MAX_LINES = 4 * MAX_ENTRIES
CHUNK = 64 << 10

_FEED_ROOTS = frozenset({"rss", "feed", "RDF"})
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);)", re.IGNORECASE)


@attrs.frozen
class SitemapPage:
    """What one sitemap file names, in its order."""

    files: list[DiscoveredUrl]
    """Further sitemap files, of an index."""
    pages: list[DiscoveredUrl]
    """Not all of them articles."""
    is_cut: bool = False
    """It held more than the limits, or broke off: the newest of what was read until then is here."""
    is_feed: bool = False
    """It is a feed in a sitemap's place: its pages are articles all."""


def read_sitemap(body: bytes, url: str) -> SitemapPage:
    """What a sitemap names, each address once; a feed may be one (sitemaps.org, other formats).

    Raises BadSource where the bytes are none.
    """
    chunks = _Unpacked(body)
    start = next(iter(chunks), b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    reader = _Reader(url)
    if start.startswith((b"<", b"\0<", b"\xff\xfe", b"\xfe\xff")):
        _read_xml(reader, start, chunks)
    else:
        _read_lines(reader, start, chunks)
    if reader.root in _FEED_ROOTS or start.startswith(b"{"):
        return SitemapPage([], read_feed(b"".join(_Unpacked(body)), url), is_feed=True)
    if reader.root not in {"urlset", "sitemapindex", "lines"}:
        raise BadSource(url, f"is no sitemap; it begins with {start[:60]!r}")
    files, pages = reader.files.entries(), reader.pages.entries()
    is_cut = chunks.is_cut or reader.is_cut or reader.files.is_cut or reader.pages.is_cut
    return SitemapPage(once(files), once(pages), is_cut=is_cut)


class _Unpacked:
    """The bytes in pieces, gunzipped where they are gzip, up to MAX_BYTES. `is_cut`: there was more, or it is torn."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.is_cut = False
        self.pieces = self._limited(self._gunzipped() if body.startswith(b"\x1f\x8b") else self._plain())

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces

    def _limited(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > MAX_BYTES:
                self.is_cut = True
                return
            yield piece

    def _plain(self) -> Iterator[bytes]:
        for place in range(0, len(self.body), CHUNK):
            yield self.body[place : place + CHUNK]

    def _gunzipped(self) -> Iterator[bytes]:
        try:
            yield from gunzipped(self._plain())
        except BadCoding:  # torn or broken
            self.is_cut = True


class _EnoughError(Exception):
    """A limit is reached: stop reading."""


class _Reader:
    """An lxml parser target: keeps the entry that is being read, and what the entries so far have named.

    Elements are known by their own and their parent's local name, for publishers forget namespaces; so the loc of
    an image is none of the entry's.
    """

    FIELDS = frozenset(
        [
            *(("url", "loc"), ("url", "lastmod"), ("sitemap", "loc"), ("sitemap", "lastmod")),
            *(("news", "publication_date"), ("news", "title")),
        ]
    )

    def __init__(self, url: str) -> None:
        self.url = url
        self.root: str | None = None
        self.files = NewestEntries(MAX_ENTRIES)
        self.pages = NewestEntries(MAX_ENTRIES)
        self.is_cut = False
        self._path: list[str] = []
        self._fields: dict[str, str] = {}
        self._text: list[str] | None = None
        self._elements = 0

    def start(self, tag: str, _: object) -> None:
        name = _local(tag)
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _EnoughError
        if self.root is None:
            self.root = name
        if name in {"url", "sitemap"}:
            self._fields = {}
        parent = self._path[-1] if self._path else ""
        self._text = [] if (parent, name) in self.FIELDS else None
        self._path.append(name)

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._path.pop()
        if self._text is not None:
            self._fields.setdefault(name, "".join(self._text))
            self._text = None
        if name == "url":
            self._add(self.pages)
        elif name == "sitemap":
            self._add(self.files)

    def close(self) -> None:
        """Do what lxml asks of a target at the end: nothing."""

    def add(self, address: str) -> None:
        """Keep one line of a text sitemap."""
        self._fields = {"loc": address}
        self._add(self.pages)

    def _add(self, entries: NewestEntries) -> None:
        fields = self._fields
        # Escaped twice, or escaped in CDATA: no address holds `&amp;`.
        address = canonical(with_scheme(fields.get("loc", "").replace("&amp;", "&"), self.url), self.url)
        if address:
            published_at = read_date(fields.get("publication_date"))
            title = clean(html.unescape(fields.get("title", ""))) or None
            entries.add(DiscoveredUrl(address, published_at, title, changed_at=read_date(fields.get("lastmod"))))


def _read_xml(reader: _Reader, start: bytes, rest: _Unpacked) -> None:
    encoding = sniff_encoding(start)
    parser = etree.XMLParser(
        target=reader,
        encoding="utf-8" if encoding else None,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    pieces = itertools.chain([start], rest)
    try:
        for piece in _escaped(_as_utf8(pieces, encoding) if encoding else pieces):
            parser.feed(piece)
        parser.close()
    except (_EnoughError, etree.XMLSyntaxError):
        reader.is_cut = True


def _as_utf8(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return (decoder.decode(piece).encode() for piece in pieces)


def _escaped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Mend what libxml2 stumbles over: references to no character, and the bare ampersands in `?a=1&b=2`.

    It would give up the file, and drop the parameter's name.
    """
    carried = b""
    for piece in pieces:
        whole = carried + piece
        cut = unfinished_at(whole)  # a reference may go on in the next piece
        carried = whole[cut:]
        yield _BARE_AMPERSAND.sub(b"&amp;", mend_references(whole[:cut]))
    yield _BARE_AMPERSAND.sub(b"&amp;", mend_references(carried))


def _read_lines(reader: _Reader, start: bytes, rest: _Unpacked) -> None:
    """Read a text sitemap: an address a line, nothing else."""
    lines = (word[0].decode("utf-8", "replace") for word in re.finditer(rb"\S+", b"".join([start, *rest])))
    beginning = list(itertools.islice(lines, 10))
    if not beginning or any(canonical(line) is None for line in beginning):
        return
    reader.root = "lines"
    for line in itertools.chain(beginning, itertools.islice(lines, MAX_LINES)):
        reader.add(line)
    reader.is_cut |= next(lines, None) is not None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]
