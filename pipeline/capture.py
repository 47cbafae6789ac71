"""Capture: one response as it came over the wire, and what was asked for it."""

from __future__ import annotations

import io
from datetime import datetime  # noqa: TC003  attrs values name their types at run time

import attrs
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

from pipeline.errors import Unreadable

CONTENT_LIMIT = 10 * 2**20  # bytes; the largest article page seen is 1 MB, a gzip bomb is larger

# RFC 9110, 8.4.1. What is no coding (`none`, `utf-8`) is passed over, as browsers do.
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
OTHER_CODINGS = frozenset({"br", "zstd", "compress", "x-compress"})

Headers = tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)  # two addresses, which nothing but their names tells apart
class Capture:
    """One HTTP response, as it came."""

    site: str
    asked_url: str
    """The address that led to it, by redirects or at once."""
    url: str
    """The address that answered."""
    status: int
    headers: Headers
    body: bytes = attrs.field(repr=False)
    """As it was sent, still content-coded; `content` is without the coding."""
    captured_at: datetime
    via: str | None = None
    """The source that named the address."""
    request_headers: Headers = ()
    protocol: str = "HTTP/1.1"
    profile: int | None = None
    """The version of the site's profile that the page is read with."""

    def header(self, name: str) -> str:
        """A response header's first value, or ''."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content_type(self) -> str:
        """The declared media type, with its parameters."""
        return self.header("Content-Type")

    @property
    def content(self) -> bytes:
        """The body without its codings. Raises Unreadable past CONTENT_LIMIT, or where we lack the coding."""
        declared = self.header("Content-Encoding").strip().lower()
        if declared in OTHER_CODINGS:
            message = f"{self.url}: the page is coded as {declared}, which we never ask for"
            raise Unreadable(message, "failed")
        coding = CODINGS.get(declared)
        raw = io.BytesIO(self.body)
        chunked = "chunked" in self.header("Transfer-Encoding").lower()
        reader = ChunkedDataReader(raw, decomp_type=coding) if chunked else BufferedReader(raw, decomp_type=coding)
        content = bytearray()
        while len(content) <= CONTENT_LIMIT and (block := reader.read(65536)):
            content += block
        if len(content) > CONTENT_LIMIT:
            message = f"{self.url}: the page is larger than {CONTENT_LIMIT >> 20} MB"
            raise Unreadable(message)
        return bytes(content)


@attrs.frozen
class RecordLocation:
    """Where a capture's response record lies: bytes from `offset` to `end` of the file `name` in warc/."""

    name: str
    offset: int
    end: int
    digest: str

    @property
    def length(self) -> int:
        """Compressed bytes of the record."""
        return self.end - self.offset
