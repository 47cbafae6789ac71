from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.html.charset import decode, repair, sniff_encoding

SENTENCE = "Đồng chí Bí thư Tỉnh ủy phát biểu tại hội nghị sáng nay ở thành phố Thái Nguyên."


def in_1258(text: str) -> bytes:
    """Write text as old Vietnamese pages did: a letter, then its tone mark."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in tones), "")
        bare = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else letter
        written.append(bare + tone)
    return "".join(written).encode("cp1258")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (SENTENCE.encode(), ""),
        (SENTENCE.encode(), "text/html; charset=iso-8859-1"),
        (SENTENCE.encode(), "text/html; charset=utf-16"),
        (b'<meta charset="windows-1258">' + SENTENCE.encode(), ""),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "text/html; charset=windows-1252"),
        (SENTENCE.encode("utf-16"), ""),
        (SENTENCE.encode("utf-16-le") * 9, ""),
        (SENTENCE.encode("utf-16-be") * 9, "text/html; charset=utf-8"),
        (in_1258(SENTENCE), "text/html; charset=windows-1258"),
        (in_1258(SENTENCE), "text/html; charset=iso-8859-1"),
        (in_1258(SENTENCE), ""),
        (unicodedata.normalize("NFD", SENTENCE).encode(), ""),
        (SENTENCE.encode() + "ế".encode()[:2], ""),
        (SENTENCE.encode().replace(b" ", b" \x00"), ""),
    ],
)
def test_bytes_are_believed_before_declarations(body: bytes, content_type: str) -> None:
    """What the bytes are decides, whatever header and meta say; the text is whole and composed."""
    assert SENTENCE in unicodedata.normalize("NFC", decode(body, content_type))


@pytest.mark.parametrize("misread", ["cp1252", "cp1258", "latin-1"])
def test_mojibake_is_repaired(misread: str) -> None:
    """Text that was once read in the wrong charset is read back, also beside text that was not."""
    broken = SENTENCE.encode().decode(misread, "surrogateescape")
    broken = "".join(chr(ord(letter) - 0xDC00) if 0xDC80 <= ord(letter) <= 0xDCFF else letter for letter in broken)
    assert decode(f"<p>{broken} {SENTENCE}</p>".encode()) == f"<p>{SENTENCE} {SENTENCE}</p>"


def test_clean_text_is_not_repaired() -> None:
    """Text without mojibake stays as it is, foreign letters too."""
    text = "Café Ã Ă Æ à Paris – “đất” §"
    assert repair(text) == text


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=x", "charset=rot13", "charset=utf-7"]),
)
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    """No bytes and no declaration make decoding raise."""
    assert "\x00" not in decode(body, content_type)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("<urlset>Đất</urlset>".encode(), "utf-8"),
        ("Đất".encode()[:-1], "utf-8"),
        (b"\xef\xbb\xbf<urlset>", "utf-8"),
        ("<urlset>".encode("utf-16"), "utf-16-le"),
        ("<urlset>".encode("utf-16-be"), "utf-16-be"),
        (in_1258(SENTENCE), None),
    ],
)
def test_first_bytes_tell_their_encoding(body: bytes, encoding: str | None) -> None:
    """A stream whose end is not there yet is told by its mark, its NULs or its UTF-8; old charsets are not."""
    assert sniff_encoding(body) == encoding


def test_an_xml_declaration_names_the_charset() -> None:
    """A feed without another word is read by what its first line says."""
    head = b'<?xml version="1.0" encoding="koi8-r"?>'
    assert decode(head + "мир".encode("koi8-r")).endswith("мир")
