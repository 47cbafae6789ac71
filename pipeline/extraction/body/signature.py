"""Signatures: which of an article's last lines say who wrote it, and which are what its text lists."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.extraction.html import letters_in
from pipeline.extraction.lines import is_desk, is_office, looks_signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block
    from pipeline.extraction.lines import Byline

_AUTHORS_PAGE = re.compile(r"(?:tac-?gia|author|but-?danh)[/=-]")
_MOST = 6  # lines that sign
_LONGEST = 200  # letters of one
_LONGEST_NAMES = 6  # words of a signature that ends with a full stop
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_NAMES = 3  # lines of a list of people; an article of as many writers names them in one, or with a label each
_LONGEST_NAME = 80  # letters
_LIST = 30  # lines back to what announces a list
_ROW = 400  # letters of a row; a longer one lays out a page
_CELLS = 20  # of a row that are looked at


def last_bylines(lines: Sequence[Block], *, is_pictured: bool) -> list[tuple[Block, list[Byline]]]:
    """Lines that sign an article off its end, the last first, each with what it says.

    Short lines, apart by their dress or sure to be names. One line is left, or none where the article has pictures.
    """
    signatures: list[tuple[Block, list[Byline]]] = []
    if _ends_with_names(lines):
        return signatures
    for end in range(len(lines), max(len(lines) - _MOST, 0 if is_pictured else 1), -1):
        bylines = _read(lines[end - 1], lines[: end - 1])
        if bylines is None:
            break
        signatures.append((lines[end - 1], bylines))
    return signatures


def _read(block: Block, before: Sequence[Block]) -> list[Byline] | None:
    """What a last line says as a signature; None where it is none. A desk's says nothing."""
    if len(block.text) > _LONGEST or block.tag in _HEADINGS:
        return None
    of_desk = is_dressed(block) and all(is_desk(line, block.outlets) for line in block.lines)
    bylines = block.bylines
    if not bylines or not (all(bylines) or of_desk) or not _is_set_as_one(block) or _is_listed(block, before):
        return None
    if of_desk and _are_dressed_alike(block, before[-1:]):
        return None  # a list
    return list(filter(None, bylines))


def _ends_with_names(lines: Sequence[Block]) -> bool:
    """Whether the text ends with a list of people: three lines at least, made alike, each a name."""
    last = lines[-_NAMES:]
    if len(last) < _NAMES or any(len(block.text) > _LONGEST_NAME for block in last):
        return False
    return all(block.looks_signed and _are_dressed_alike(block, last[:1]) and len(block.lines) == 1 for block in last)


def _is_listed(block: Block, before: Sequence[Block]) -> bool:
    """Whether a last line is one of what the text lists.

    An item among others, a row of data, what a line announces, or who signed below an office.
    """
    earlier = islice(reversed(before), 1 if block.align == "right" else _LIST)
    above = next((line for line in earlier if not line.looks_signed), None)
    announced = above is not None and (above.text.endswith(":") or (above.text.isupper() and is_office(above.text)))
    among = block.tag == "li" and next(block.element.itersiblings("li", preceding=True), None) is not None
    return announced or among or (is_data(block) and not block.folded.startswith(("nguon", "theo ")))


def _is_set_as_one(block: Block) -> bool:
    """Whether a line that reads as a byline is set as one, or is sure to be names."""
    if block.text.endswith(".") and len(block.text.split()) > _LONGEST_NAMES and not block.looks_signed:
        return False  # a sentence
    return (
        is_dressed(block)
        or block.inner in {"byline", "source"}
        or ":" in block.text
        or all(looks_signed(line) or "." in line for line in block.lines)
        or block.folded.startswith(("theo ", "(theo "))
    )


def _are_dressed_alike(block: Block, others: Sequence[Block]) -> bool:
    """Whether short lines are set as one is."""
    dress = (block.align, block.bold >= 0.8, block.italic >= 0.8)
    return bool(others) and all(
        len(other.text) < _LONGEST and (other.align, other.bold >= 0.8, other.italic >= 0.8) == dress
        for other in others
    )


def is_dressed(block: Block) -> bool:
    """Whether a line is set apart as signatures are."""
    return block.align == "right" or max(block.bold, block.italic) >= 0.8


def is_data(block: Block) -> bool:
    """Whether a line is a row of a table, or a cell of one, that holds two cells with a text at least."""
    around = islice((block.element, *block.element.iterancestors()), 3)
    row = next((element for element in around if element.tag in {"tr", "dl"}), None)
    if row is None or letters_in(row, _ROW) >= _ROW:
        return row is not None and row.tag == "dl"
    return (
        row.tag == "dl" or sum(cell.tag in {"td", "th"} and letters_in(cell, 1) > 0 for cell in islice(row, _CELLS)) > 1
    )


def names_author(block: Block) -> bool:
    """Whether a line is a link to its author's page, as a signature may be."""
    link = next(block.element.iter("a"), None)
    leads_there = link is not None and bool(_AUTHORS_PAGE.search(link.get("href") or ""))
    return leads_there and block.looks_signed
