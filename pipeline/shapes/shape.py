"""An address as a shape: what stands in it for any value is generalised, at three levels from fine to coarse."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = 5  # words: of an article's name; those of most sections have fewer ("cai-cach-hanh-chinh" has four)

_ENDING = re.compile(r"\.([a-z]{2,5})$")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEX = re.compile(r"(?=[0-9a-f]*\d)[0-9a-f]{16,}")
_DAY = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}")
_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What a name ends in, with the letters that mark an id: `-post404649`, `-a196643`, `-c217-1`, `--4512`, `-6bb196c`.
_MARK = re.compile(r"(.*?)([-_]+(?:post|postid|id|art|news|tag|event|topic|zone|cat|bv|tp|[a-z])?)(\d+)(-\d+)?")
_SHORT_HEX = re.compile(r"(.+)-(?![a-f]?\d+$)(?=[0-9a-f]*\d)[0-9a-f]{7}")
_WORD = re.compile(r"[a-z_]{1,24}")


def shapes(url: str) -> tuple[str, ...]:
    """The shapes of a URL, the finest first: folders by name, folders by number, digits and lengths left open.

    The host is no part of them. Equal shapes at one level are equal at the next.
    """
    parts = urlsplit(url)
    names = [name for name in unquote(parts.path).lower().split("/") if name]
    query = sorted((key.lower(), value.lower()) for key, value in parse_qsl(parts.query, keep_blank_values=True))
    return _fine(names, query), _middle(names, query), _coarse(names, query)


def _fine(names: list[str], query: list[tuple[str, str]]) -> str:
    folders = [_value(name, _digits, str) for name in names[:-1]]
    return _join([*folders, *(_last(name, _digits, _length) for name in names[-1:])], query, _digits)


def _middle(names: list[str], query: list[tuple[str, str]]) -> str:
    folders = [_value(name, _digits, _name) for name in names[:-1]]
    return _join([*folders, *(_last(name, _digits, _name) for name in names[-1:])], query, _digits)


def _coarse(names: list[str], query: list[tuple[str, str]]) -> str:
    """How many plain folders there are is left open; numbers and dates among them are not."""
    kinds = [_value(name, _number, _name) for name in names[:-1]]
    folders = [kind for kind, before in zip(kinds, [None, *kinds], strict=False) if (kind, before) != ("{name}",) * 2]
    return _join([*folders, *(_last(name, _number, _name) for name in names[-1:])], query, _number)


def _join(names: list[str], query: list[tuple[str, str]], digits: Callable[[str], str]) -> str:
    path = "/" + "/".join(names)
    keys = [f"{key}={_value(value, digits, _word)}" for key, value in query]
    return f"{path}?{'&'.join(keys)}" if keys else path


def _last(name: str, digits: Callable[[str], str], word: Callable[[str], str]) -> str:
    """The shape of the last name of a path, with its ending and the mark of its id."""
    ending = _ENDING.search(name)
    stem = name[: ending.start()] if ending else name
    return _value(stem, digits, partial(_marked, digits=digits, word=word)) + (ending[0] if ending else "")


def _marked(stem: str, digits: Callable[[str], str], word: Callable[[str], str]) -> str:
    if match := _SHORT_HEX.fullmatch(stem):
        return f"{word(match[1])}-{{hex7}}"
    match = _MARK.fullmatch(stem)
    if match is None or (_YEAR.fullmatch(match[3]) and (not match[4] or _YEAR.fullmatch(match[4][1:]))):
        return word(stem)
    further = f"-{digits(match[4][1:])}" if match[4] else ""
    return f"{word(match[1]) if match[1] else ''}{match[2]}{digits(match[3])}{further}"


def _value(text: str, digits: Callable[[str], str], word: Callable[[str], str]) -> str:
    """What stands for a value: a GUID, hexadecimal, a date, a number, or what `word` makes of any other text."""
    for pattern, shape in ((_GUID, "{guid}"), (_DAY, "{day}")):
        if pattern.fullmatch(text):
            return shape
    if text.isdecimal():
        return "{month}" if _MONTH.fullmatch(text) else "{year}" if _YEAR.fullmatch(text) else digits(text)
    return "{hex}" if _HEX.fullmatch(text) else word(text)


def _digits(text: str) -> str:
    return f"{{n{len(text)}}}"


def _number(text: str) -> str:
    return "{stamp}" if len(text) >= 14 else "{n}"


def _name(_: str) -> str:
    return "{name}"


def _length(text: str) -> str:
    return "{long}" if len(re.findall(r"[^-_\s+]+", text)) >= LONG else "{short}"


def _word(text: str) -> str:
    """A query's value: a word of the system itself (`com_content`, `article`) stays."""
    return text if _WORD.fullmatch(text) else "{name}" if text else ""
