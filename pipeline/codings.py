"""Content codings (RFC 9110, 8.4.1) undone piece by piece, for a few bytes may hold a thousand times as many."""

from __future__ import annotations

import re
import sys
import zlib
from typing import TYPE_CHECKING

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PIECE = 64 << 10  # bytes that are unpacked at once, about
MAX_MEMBERS = 10_000  # of one gzip file; of a sitemap of 50 MB in blocks of 64 KB there are 800

_BEGINNING = 1024  # bytes, in which an unpacker sees that bytes are not packed
_MAGIC = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # of gzip and zstd
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf]*<[!?a-zA-Z]")
_FAULTS = (zlib.error, brotli.error, zstd.ZstdError)


class BadCoding(ValueError):
    """Packed bytes are broken."""


class CutOff(BadCoding):
    """Packed bytes end before their end: what came of them was yielded."""


def unpacked(pieces: Iterable[bytes], content_encoding: str) -> Iterator[bytes]:
    """Undo what a Content-Encoding header names. Raises BadCoding while it is iterated; LookupError for one unknown.

    What is no coding (`none`, `utf-8`) is passed over, as browsers do; and so is one that the bytes do not have:
    archives of others write the header of what they have unpacked.
    """
    for name in reversed([name.strip().lower() for name in content_encoding.split(",")]):
        if name in _UNKNOWN:
            raise LookupError(name)
        if name in _CODINGS:
            pieces = _unless_plain(pieces, _CODINGS[name])
    return iter(pieces)


def gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip: all its members (RFC 1952, 2.2), until something else follows. Raises BadCoding."""
    try:
        yield from _gunzipped(pieces)
    except zlib.error as error:
        raise BadCoding(str(error)) from None


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    members = 1
    for piece in pieces:
        rest = piece
        while rest:
            if unpacker.eof:
                if not rest.startswith(b"\x1f") or members == MAX_MEMBERS:
                    return
                unpacker, members = zlib.decompressobj(wbits=31), members + 1
            yield from _inflated(unpacker, rest)
            rest = unpacker.unused_data
    if not unpacker.eof:
        raise CutOff


def _unless_plain(pieces: Iterable[bytes], unpack: Callable[[Iterable[bytes]], Iterator[bytes]]) -> Iterator[bytes]:
    """Unpack, or yield the bytes as they are where not even their beginning is packed so."""
    first, source = _begun(pieces)
    if _MARKUP.match(first):  # which brotli may take for its own where spaces come first
        yield from _joined(first, source)
        return
    rest = unpack(_joined(first, source))
    try:
        start = next(rest, b"")
    except (BadCoding, *_FAULTS) as error:
        if first.startswith(_MAGIC):
            raise error if isinstance(error, BadCoding) else BadCoding(str(error)) from None
        rest = _joined(first, source)
    else:
        yield start
    try:
        yield from rest
    except _FAULTS as error:
        raise BadCoding(str(error)) from None


def _begun(pieces: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The beginning, as long as it takes to see what it is, and the rest."""
    source = iter(pieces)
    first = b""
    for piece in source:
        first += piece
        if len(first) >= _BEGINNING:
            break
    return first, source


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _inflated(unpacker: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    while True:
        piece = unpacker.decompress(packed, PIECE)
        yield piece
        packed = unpacker.unconsumed_tail
        if unpacker.eof or (not packed and len(piece) < PIECE):
            return


def _deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack zlib's format, or the bare stream that some servers send under its name."""
    start, source = _begun(pieces)
    unpacker = zlib.decompressobj(wbits=15 if _has_zlib_header(start) else -15)
    for piece in _joined(start, source):
        if not unpacker.eof:
            yield from _inflated(unpacker, piece)
    if not unpacker.eof:
        raise CutOff


def _has_zlib_header(start: bytes) -> bool:
    """Whether bytes begin as RFC 1950 says: method 8, and a check that is a multiple of 31."""
    return len(start) > 1 and start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0


def _unbrotlied(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    for piece in pieces:
        if unpacker.is_finished():
            return
        packed = piece
        while output := unpacker.process(packed, output_buffer_limit=PIECE):
            yield output
            packed = b""
    if not unpacker.is_finished():
        raise CutOff


def _unzstded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack the first frame (RFC 8878): servers send one."""
    unpacker = zstd.ZstdDecompressor()
    for piece in pieces:
        if unpacker.eof:
            return
        yield unpacker.decompress(piece, PIECE)
        while not (unpacker.needs_input or unpacker.eof):
            yield unpacker.decompress(b"", PIECE)
    if not unpacker.eof:
        raise CutOff


_CODINGS = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _deflated, "br": _unbrotlied, "zstd": _unzstded}
_UNKNOWN = frozenset({"compress", "x-compress"})
