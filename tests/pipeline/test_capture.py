from __future__ import annotations

import gzip
import sys
import zlib
from typing import TYPE_CHECKING

import attrs
import brotli
import pytest

from pipeline.capture import CONTENT_LIMIT
from pipeline.errors import Unreadable
from tests.support.captures import capture

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pipeline.capture import Capture

TEXT = "<p>chữ</p>".encode()


def sent(body: bytes, **headers: str) -> Capture:
    """Return a capture with this body; `_` in a header's name is `-`."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return attrs.evolve(capture("/a", 0, ""), body=body, headers=named)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (TEXT, ""),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), " GZIP "),
        (gzip.compress(TEXT, mtime=0), "x-gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT)[2:-4], "deflate"),
        (gzip.compress(TEXT[:5], mtime=0) + gzip.compress(TEXT[5:], mtime=0), "gzip"),
        (brotli.compress(TEXT), "br"),
        (TEXT, "br"),
        (b"\n " + TEXT, "br"),
        (zstd.compress(TEXT), "zstd"),
        (gzip.compress(brotli.compress(TEXT), mtime=0), "br, gzip"),
        (TEXT, "gzip"),
        (TEXT, "identity"),
        (TEXT, "none"),
        (TEXT, "utf-8"),
    ],
)
def test_content_is_the_body_without_its_coding(body: bytes, coding: str) -> None:
    """Also where the header is loosely written, lies, or names no coding at all, as browsers take it."""
    assert sent(body, content_encoding=coding).content.lstrip() == TEXT


@pytest.mark.parametrize("body", [b"", gzip.compress(b"", mtime=0)])
def test_an_empty_body(body: bytes) -> None:
    """Nothing, packed or not, is nothing."""
    assert sent(body, content_encoding="gzip").content == b""


def test_a_coding_we_do_not_have() -> None:
    """A coding that nobody has had for years makes a page unreadable and is named."""
    with pytest.raises(Unreadable, match="compress"):
        _ = sent(b"\x1f\x9d\x90", content_encoding="compress").content


def test_a_broken_body_is_unreadable() -> None:
    """Of a body that its own sum contradicts nothing is believed."""
    whole = gzip.compress(TEXT * 50_000, mtime=0)
    with pytest.raises(Unreadable, match="gzip, unreadable"):
        _ = sent(whole[:-8] + bytes(8), content_encoding="gzip").content


def test_a_body_that_breaks_off_gives_what_came(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a gzipped body that ends early, the beginning is had."""
    page = TEXT * 5000
    content = sent(gzip.compress(page, 1, mtime=0)[:-40], content_encoding="gzip").content
    assert page.startswith(content)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("bomb", [gzip.compress(bytes(30 * 2**20), mtime=0), bytes(CONTENT_LIMIT + 1)])
def test_a_page_without_end_is_unreadable(bomb: bytes) -> None:
    """Past the limit nothing more is unpacked."""
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        _ = sent(bomb, content_encoding="gzip").content


def test_the_largest_page_is_had() -> None:
    """A page of just the limit is whole."""
    assert len(sent(bytes(CONTENT_LIMIT)).content) == CONTENT_LIMIT


def test_headers_are_asked_for_in_any_case() -> None:
    """The first value counts; none is an empty text."""
    one = attrs.evolve(capture("/a", 0, ""), headers=(("content-TYPE", "text/html"), ("Content-Type", "x")))
    assert (one.content_type, one.header("etag")) == ("text/html", "")


def test_a_capture_does_not_show_its_body() -> None:
    """A log line or a failing test is not a page long."""
    assert "<p>" not in repr(sent(TEXT))
