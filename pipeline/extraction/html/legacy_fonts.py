"""Text typed for the fonts of before Unicode, TCVN3 (`.VnTime`) and VNI (`VNI-Times`), as Unicode.

Such a page is Latin letters to a program: `Céng hoµ`, `Coäng hoøa`. It is known by what no language writes: signs like
µ and ¬ inside words (TCVN3), or two vowels of which the second has an accent in most words that have any (VNI); and by
having no đ, which every Vietnamese text has. The tables are viparse's.
"""

from __future__ import annotations

import html
import re

_MODERN = 10  # đ's on a page, at least, to be Unicode; a short page may have fewer and is then looked at
_ENOUGH = 20  # signs
# Shares of the accented letters that are signs: 0.26 to 0.33 and 0.67 to 0.72 in Vietnamese so typed; in French,
# German, Spanish, Portuguese under 0.01 and, in a text made for it, 0.29.
_SHARES = {"tcvn3": 0.15, "vni": 0.5}
_IN_WORD = "µ¸¶·¹¼½¾¨©ª¬®"  # not « and », which quote
_TCVN3 = re.compile(f"[A-Za-z][{_IN_WORD}]|[{_IN_WORD}][A-Za-z]")
_VNI = re.compile("[aeouyAEOUY][øùûõïâäáåàãêéèëüØÙÛÕÏÂÄÁÅÀÃÊÉÈËÜ]|[öô][ôùøïûõäáåàã]|ÖÔ")
_LATIN = re.compile("[\u00a1-\u00ff]")
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_FONT = re.compile(r"""(?:face\s*=\s*["']?|font(?:-family)?\s*:[^;"'<>]{0,40}?)\s*["']?\.Vn\w""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,3}|#[xX][0-9a-fA-F]{2}|[A-Za-z]{2,6}\d{0,2});?")
_SEGMENT = re.compile(r"(?<=>)[^<>]+(?=<)")
# A heading's font draws small accented letters as capitals: `CéNG`. Two capitals in the word tell.
_CAPITALS = re.compile(r"\b(?=(?:[^\W\d_]*[A-ZĂÂÊÔƠƯĐ]){2})[A-ZĂÂÊÔƠƯĐ\u00e0-\u00fd\u0129\u0169\u1ea1-\u1ef9]{2,}\b")


def modernise(text: str) -> str:
    """Page's text with TCVN3 or VNI made Unicode; any other text as it is."""
    if text.count("đ") + text.count("Đ") >= _MODERN:
        # Pasted from old documents: a font's name stays where the letters are Unicode, and the other way round.
        return _SEGMENT.sub(_convert_segment, text) if ".Vn" in text and _FONT.search(text) else text
    latin = _unescape(text)
    encoding = _encoding_of(latin, _ENOUGH)
    return _convert(latin, encoding) if encoding and len(_UNICODE.findall(latin)) * 5 < _ENOUGH else text


def _encoding_of(text: str, enough: int) -> str | None:
    """Name the encoding whose signs are many, and much of what is accented; None where there is none."""
    accented = len(_LATIN.findall(text))
    if accented < enough:
        return None
    signs = {"tcvn3": len(_TCVN3.findall(text)), "vni": len(_VNI.findall(text))}
    return next((name for name, count in signs.items() if count >= max(enough, _SHARES[name] * accented)), None)


def _convert_segment(segment: re.Match[str]) -> str:
    """Convert the text between two tags where it is TCVN3 without a doubt, and no letter of it is Unicode's."""
    text = segment[0]
    if len(text) < 3 or _UNICODE.search(text):
        return text
    latin = _unescape(text)
    return _convert(latin, "tcvn3") if _encoding_of(latin, 2) == "tcvn3" else text


def _convert(text: str, encoding: str) -> str:
    from viparse import fix  # noqa: PLC0415  45 ms to import, and hardly ever needed

    return _CAPITALS.sub(lambda word: word[0].upper(), fix(text, encoding=encoding))


def _unescape(text: str) -> str:
    """Text with its accented letters and signs as characters, no markup among them."""
    return _ENTITY.sub(_letter, text)


def _letter(entity: re.Match[str]) -> str:
    letter = html.unescape(entity[0])
    return letter if len(letter) == 1 and "\u00a1" <= letter <= "\u00ff" else entity[0]
