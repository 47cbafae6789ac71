"""Numeric character references that no parser reads: half of a pair of UTF-16, or no character at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REPLACEMENT = 0xFFFD  # as HTML has it for what is no character

_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]+|[0-9]+);?")
_RUN = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);?)+")
_DIGITS = 10  # that are looked at; the highest character has seven
_UNFINISHED = re.compile(rb"(?:&[#\w]{0,12};?){1,8}\Z")
_LAST = 104  # bytes: as many as _UNFINISHED takes
_HIGH, _LOW, _SURROGATES_END = 0xD800, 0xDC00, 0xE000


def mend_references(data: bytes) -> bytes:
    """Make whole characters of references to halves (`&#55357;&#56832;`), and U+FFFD of those to none.

    Some CMSes escape each unit of UTF-16 alone; one such reference makes expat, libxml2 and feedparser give up a file.
    """
    return _RUN.sub(_mended, data) if b"&#" in data else data


def unfinished_at(data: bytes) -> int:
    """Where the references at the end of a piece begin, which may go on in the next one; else its length."""
    last = data[-_LAST:]
    match = _UNFINISHED.search(last)
    return len(data) - len(last) + match.start() if match else len(data)


def _mended(run: re.Match[bytes]) -> bytes:
    numbers = [_number(reference[1]) for reference in _REFERENCE.finditer(run[0])]
    if all(map(_is_character, numbers)):
        return run[0]
    return b"".join(b"&#%d;" % number for number in _characters(numbers))


def _characters(numbers: list[int]) -> Iterator[int]:
    high = 0
    for number in numbers:
        if high and _LOW <= number < _SURROGATES_END:
            yield 0x10000 + ((high - _HIGH) << 10) + number - _LOW
            high = 0
            continue
        if high:
            yield REPLACEMENT
        high = number if _HIGH <= number < _LOW else 0
        if not high:
            yield number if _is_character(number) else REPLACEMENT
    if high:
        yield REPLACEMENT


def _is_character(number: int) -> bool:
    """Whether XML 1.0 (2.2) has such a character."""
    if number < 0x20:
        return number in {0x9, 0xA, 0xD}
    return number < _HIGH or _SURROGATES_END <= number < 0xFFFE or 0x10000 <= number < 0x110000


def _number(digits: bytes) -> int:
    """Code point that a reference names; one past all where it has more digits than any can have."""
    is_hexadecimal = digits[:1] in b"xX"
    significant = (digits[1:] if is_hexadecimal else digits).lstrip(b"0")
    if len(significant) > _DIGITS:
        return 0x110000
    return int(significant or b"0", 16 if is_hexadecimal else 10)
