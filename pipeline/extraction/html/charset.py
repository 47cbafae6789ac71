"""Bytes of a page or a feed -> its text, whatever it says about itself.

What the bytes are is believed before what is declared: a byte order mark, then UTF-8 where the bytes are UTF-8, then
the HTTP charset, then the page's own `<meta>` or `<?xml ...?>`. Old Vietnamese pages in windows-1258 mostly declare
something else; those that were typed for TCVN3 and VNI fonts declare anything (see `legacy_fonts`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from pipeline.extraction.html.legacy_fonts import modernise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,80}?\sencoding\s*=\s*["']([a-z0-9_:.-]{2,40})["']""", re.IGNORECASE)
_HEAD = 4096  # HTML asks for the declaration in the first 1024 bytes; real pages are late
_TONED = re.compile("[aăâeêioôơuưy][\u0300\u0301\u0303\u0309\u0323]", re.IGNORECASE)
_WESTERN = {"", "ascii", "cp1252", "iso8859-1", "latin-1", "utf-8", "cp1258"}

# Vietnamese in UTF-8, read as windows-1252 or -1258 and written as UTF-8 again: C3, C4, C6, E1 lead its letters.
_MOJIBAKE_SIGNS = [sign.encode() for sign in ("á»", "áº", "Ã¡", "Ã\u00a0", "Ã¢", "Ă¡", "Ă¢", "Ä‘", "Æ°", "Æ¡")]
_MOJIBAKE_ENOUGH = 5


def decode(body: bytes, content_type: str = "") -> str:
    """Text of a page, mojibake and old fonts' letters made Unicode, NULs dropped. Never raises.

    What can't be read becomes U+FFFD.
    """
    if wide := _marked(body) or _wide(body):
        return _finish(body.decode(wide, "replace").removeprefix("\ufeff"))
    if (text := _as_utf8(body)) is not None:
        return modernise(repair(text) if _is_mojibake(body) else text)
    declared = _declared(body, content_type)
    if declared in _WESTERN:
        declared = "cp1258" if _reads_as_1258(body) else "cp1252"
    return _finish(unicodedata.normalize("NFC", body.decode(declared, "replace")))


def _finish(text: str) -> str:
    return modernise(repair(text.replace("\x00", "")))


def sniff_encoding(start: bytes) -> str | None:
    """Name the encoding that the first bytes of a text are in; None where only what it declares can tell.

    By a byte order mark, by the NULs of UTF-16, or because they are valid UTF-8, a letter cut off at the end included.
    """
    return _marked(start) or _wide(start) or ("utf-8" if _begins_as_utf8(start) else None)


def _begins_as_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _marked(body: bytes) -> str:
    return next((name for mark, name in _BOMS if body.startswith(mark)), "")


def _wide(body: bytes) -> str:
    """Name UTF-16 that came without a mark: `<` and its kin have a NUL on one side, always the same."""
    start = body[:400]
    if len(start) < 8 or start.count(0) < len(start) // 3:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _as_utf8(body: bytes) -> str | None:
    """Read bytes that are UTF-8, a few damaged places (a cut in the middle of a letter, a foreign ad) forgiven.

    None where they are something else.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        if sum(1 for letter in text[:200_000] if letter >= "\u0100") <= 10 * text.count("\ufffd"):
            return None
    return text.replace("\x00", "")


def _declared(body: bytes, content_type: str) -> str:
    """Python's name of the first declared charset that exists and is no transformation of bytes, or ''."""
    for declaration in _declarations(body, content_type):
        if not declaration:
            continue
        try:
            codec = codecs.lookup(declaration[1].decode("ascii"))
            "".encode(codec.name)
        except (LookupError, UnicodeError):
            continue
        return codec.name if not codec.name.startswith(("utf-16", "utf-32", "utf-7", "punycode", "idna")) else ""
    return ""


def _declarations(body: bytes, content_type: str) -> tuple[re.Match[bytes] | None, ...]:
    head = body[:_HEAD]
    return _DECLARED.search(content_type.encode("ascii", "ignore")), _DECLARED.search(head), _XML_DECLARED.search(head)


def _reads_as_1258(body: bytes) -> bool:
    """Whether bytes make Vietnamese in windows-1258: its tone marks follow vowels."""
    text = body.decode("cp1258", "replace")
    marks = sum(text.count(mark) for mark in "\u0300\u0301\u0303\u0309\u0323")
    return marks > 0 and len(_TONED.findall(text)) * 10 >= 9 * marks


def repair(text: str) -> str:
    """Undo mojibake: each run of such characters that is UTF-8 when seen as bytes becomes what it was meant to be."""
    return _RUN.sub(_repair_run, text) if _is_mojibake(text.encode("utf-8", "replace")) else text


def _is_mojibake(body: bytes) -> bool:
    # Each sign but one holds the byte C2, which proper Vietnamese hardly has: counting one byte is much the cheapest.
    if body.count(b"\xc2") + body.count(b"\xc3\x84\xe2") < _MOJIBAKE_ENOUGH:
        return False
    return sum(map(body.count, _MOJIBAKE_SIGNS)) >= _MOJIBAKE_ENOUGH


def _byte_of() -> dict[int, str]:
    """Map what windows-1252, -1258 or latin-1 make of each byte above 7F back to that byte, as a latin-1 character."""
    table = {byte: chr(byte) for byte in range(0x80, 0xA0)}  # read as latin-1
    for name in ("cp1258", "cp1252"):
        for byte in range(0x80, 0x100):
            char = bytes([byte]).decode(name, "ignore") or chr(byte)
            if not unicodedata.combining(char):
                table[ord(char)] = chr(byte)
    return table


_BYTES = _byte_of()
_RUN = re.compile("[" + re.escape("".join(map(chr, _BYTES))) + "]{2,}")


def _repair_run(run: re.Match[str]) -> str:
    try:
        return run[0].translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run[0]
