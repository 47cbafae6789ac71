"""Section and tags as a page prints them: its breadcrumb and its tag box."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.extraction.lines import FRONT_PAGE_NAMES, is_label
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block, Element

_SECTION_LABEL = re.compile(r"(?:chuyen muc|danh muc|muc|the loai)\s?:")
_TRAIL = re.compile(r"\s*[»›>/|]+\s*")
_TAGS_LABEL = re.compile(r"(?:tu khoa|tags?|the)\s?:")
_FEW_LINKS = 3  # more are a menu


def printed_section(before: Sequence[Block], title: str) -> tuple[str, Block] | None:
    """Last link of the breadcrumb nearest above the headline, or beside it, and its block. `title`: the headline."""
    for block in reversed(before):
        if block.role == "breadcrumb" or _is_trail(block):
            names = [name for name in _links(block) if fold(name) not in FRONT_PAGE_NAMES and fold(name) != fold(title)]
            if names and len(names[-1]) <= 60:
                return names[-1], block
    return _listed_trail(before)


def _listed_trail(before: Sequence[Block]) -> tuple[str, Block] | None:
    """Last of a list of links that begins with the front page, each in a block of its own."""
    links = [block for block in before if block.linked >= 0.9 and len(block.text) <= 60 and block.media is None]
    home = next((index for index, block in enumerate(links) if block.folded in FRONT_PAGE_NAMES), None)
    if home is None:
        return None
    lists = list(links[home].element.iterancestors("ul", "ol", "nav"))[:1]
    trail = [block for block in links[home + 1 : home + 5] if lists and lists[0] in block.element.iterancestors()]
    # More would be a menu.
    whole = sum(1 for _ in lists[0].iter("a")) if lists else 0
    return (trail[-1].text, trail[-1]) if trail and whole <= 5 else None


def _is_trail(block: Block) -> bool:
    """Whether a nameless line is a breadcrumb: links, the first of them to the front page, with marks between them."""
    if block.role is not None or block.linked < 0.6 or len(block.text) > 120:
        return False
    names = _links(block)
    return 2 <= len(names) <= 5 and fold(names[0]) in FRONT_PAGE_NAMES and bool(_TRAIL.search(block.text))


def section_labelled(header: Sequence[Block]) -> tuple[str, Block] | None:
    """Link behind a label below the headline: `Chuyên mục: Kinh tế`."""
    for block in header:
        if len(block.text) <= 80 and _SECTION_LABEL.match(block.folded) and (names := _links(block)):
            return names[-1], block
    return None


def section_above(above: Sequence[Block]) -> tuple[str, Block] | None:
    """The one short link right above the headline: papers of today name the section there."""
    block = next((block for block in reversed(above) if block.media is None), None)
    if block is None or block.role is not None or block.linked < 0.9 or len(block.text) > 40 or block.is_label:
        return None
    listed = next(block.element.iterancestors("ul", "ol", "nav"), block.element)
    return (block.text, block) if sum(1 for _ in listed.iter("a")) <= _FEW_LINKS else None


def tag_box(after: Sequence[Block]) -> list[Block]:
    """Blocks of the first tag box from the text's start on, or the line `Từ khóa: ...`; empty where there is none."""
    place = next((place for place, block in enumerate(after) if block.role == "tags" and block.linked > 0), None)
    if place is not None:
        return list(takewhile(lambda block: block.role == "tags", after[place:]))
    return [block for block in after if block.linked >= 0.3 and _TAGS_LABEL.match(block.folded)][:1]


def tags_by_rel(blocks: Sequence[Block]) -> list[Block]:
    """Blocks whose links say that they lead to a tag: `rel="tag"`."""
    candidates = (block for block in blocks if block.linked >= 0.9 or block.is_filing)
    return [block for block in candidates if any(map(_is_tag, block.element.iter("a")))]


def _is_tag(link: Element) -> bool:
    relations = (link.get("rel") or "").lower().split()
    return "tag" in relations and "category" not in relations


def tags_in(box: Sequence[Block]) -> tuple[str, ...]:
    """Tags that a tag box links, each once; a label among them is none."""
    names = (
        clean(name).strip(" #,;.") for block in dict.fromkeys(block.element for block in box) for name in _texts(block)
    )
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= 80 and not is_label(fold(name))))


def _links(block: Block) -> list[str]:
    return [name for name in map(clean, _texts(block.element)) if name]


def _texts(element: object) -> list[str]:
    links = list(element.iter("a"))  # type: ignore[attr-defined]
    return ["".join(link.itertext()) for link in (list(filter(_is_tag, links)) or links)]
