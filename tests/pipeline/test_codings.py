from __future__ import annotations

import gzip
import sys
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest

from pipeline import codings
from pipeline.codings import PIECE, BadCoding, CutOff, gunzipped, unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = b"<p>" + bytes(range(32, 127)) * 5000
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def cut(data: bytes, size: int) -> list[bytes]:
    """Return bytes in pieces of a size."""
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_pieces_of_any_size(name: str, size: int) -> None:
    """What was packed comes out, in whatever pieces it comes."""
    assert b"".join(unpacked(cut(PACKERS[name](TEXT), size), name)) == TEXT


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_comes_in_pieces(name: str) -> None:
    """No piece is much larger than PIECE, whatever it was unpacked from."""
    assert max(map(len, unpacked([PACKERS[name](bytes(20 << 20))], name))) <= 2 * PIECE


@pytest.mark.parametrize("name", PACKERS)
def test_what_breaks_off(name: str) -> None:
    """The beginning is had, then it is said that there should be more."""
    pieces = list[bytes]()
    with pytest.raises(CutOff):
        pieces.extend(unpacked([PACKERS[name](TEXT + bytes(20 << 20))[:-1]], name))
    assert b"".join(pieces).startswith(TEXT)


def test_members_of_gzip() -> None:
    """All are unpacked, in whatever pieces they come; padding behind them is passed over."""
    packed = b"".join(map(gzip.compress, [TEXT, b"", b"b"])) + bytes(512)
    for size in (1, 1000, 1 << 20):
        assert b"".join(gunzipped(cut(packed, size))) == TEXT + b"b"


def test_members_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than MAX_MEMBERS are opened: an empty one takes 20 bytes, and time."""
    monkeypatch.setattr(codings, "MAX_MEMBERS", 3)
    assert b"".join(gunzipped([gzip.compress(b"a") * 9])) == b"aaa"


def test_what_is_broken() -> None:
    """Bytes that are no gzip, or that go wrong on the way, are an error."""
    with pytest.raises(BadCoding):
        list(gunzipped([b"\x1f\x8bxxxxxxxxxxxxxxxxxxxx"]))
    with pytest.raises(LookupError):
        list(unpacked([b"a"], "gzip, compress"))
