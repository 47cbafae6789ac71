"""Capture: one response as it came over the wire, and what was asked for it."""

from __future__ import annotations

import io
from datetime import datetime  # noqa: TC003  attrs values name their types at run time
from typing import TYPE_CHECKING

import attrs
from warcio.bufferedreaders import ChunkedDataReader

from pipeline.codings import PIECE, BadCoding, CutOff, unpacked
from pipeline.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT_LIMIT = 10 * 2**20  # bytes; the largest article page seen is 1 MB, a gzip bomb is larger

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
        """The body without its codings; of one that breaks off, what came.

        Raises Unreadable past CONTENT_LIMIT, and where we lack the coding or it is broken.
        """
        content = bytearray()
        try:
            for piece in unpacked(self._pieces(), self.header("Content-Encoding")):
                content += piece
                if len(content) > CONTENT_LIMIT:
                    message = f"{self.url}: the page is larger than {CONTENT_LIMIT >> 20} MB"
                    raise Unreadable(message)
        except CutOff:
            pass
        except (BadCoding, LookupError) as error:
            message = f"{self.url}: the page is coded as {self.header('Content-Encoding')[:40]}, unreadable: {error}"
            raise Unreadable(message, "failed") from None
        return bytes(content)

    def _pieces(self) -> Iterator[bytes]:
        """The body in pieces, without the chunks that it was transferred in (an import's)."""
        raw = io.BytesIO(self.body)
        is_chunked = "chunked" in self.header("Transfer-Encoding").lower()
        reader = ChunkedDataReader(raw) if is_chunked else raw
        return iter(lambda: reader.read(PIECE), b"")


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
