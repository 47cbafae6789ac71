"""Vietnamese text in one form: what is stored (`clean`) and what is compared (`fold`)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters drawn like a Vietnamese one that no normal form joins with it: Icelandic eth and African D for Đ.
_LOOK_ALIKES = {0x00D0: "Đ", 0x0189: "Đ"}
# Drawn as nothing: soft hyphen, zero-width characters, directional marks, word joiner, byte order mark, controls.
_NOTHING = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0x09),
        *range(0x0E, 0x1C),
        0x7F,
        *range(0x80, 0x85),
        *range(0x86, 0xA0),
        *range(0xFFF9, 0xFFFD),
        *range(0xD800, 0xE000),
    ]
)
_REPLACED = str.maketrans({**_LOOK_ALIKES, **_NOTHING})
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in (*_LOOK_ALIKES, *_NOTHING)) + "]")
_SHORT = 120  # letters
_MARKS = re.compile("[\u0300-\u036f]+")


def clean(text: str) -> str:
    """Text as it is stored: NFC, Đ for its look-alikes, no characters drawn as nothing, one space between words.

    `str.split` knows every kind of space, the no-break ones too.
    """
    if _ODD.search(text):  # seldom, and translating costs ten times the search
        text = text.translate(_REPLACED)
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Text as it is compared without accents: clean, lower case, no marks, đ as d."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


@lru_cache(maxsize=8192)  # of a pure function: labels, names and titles are folded many times
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    bare = _MARKS.sub("", unicodedata.normalize("NFD", clean(text).lower()))
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))
