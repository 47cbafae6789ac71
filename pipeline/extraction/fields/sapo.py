"""The sapo: the lead that stands apart, above the text, first in it, or in both places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.html import BOILERPLATE, RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.body import Body
    from pipeline.extraction.html import Block

_DATELINE = re.compile(r"^\(?[a-z0-9.+ ]{2,25}\)?\s?[-–]\s?\S|^\([a-z0-9.+/ ]{2,25}\)")
_NAME = re.compile(r"[a-z0-9. ]+")
_MARKS = re.compile(r"[\W_]+")
_ALIGN = re.compile(r"text-align\s*:\s*(\w+)")
_MIN, _MAX = 25, 1200
_NAMELESS = 60  # letters a line needs to be the sapo by nothing but its place


def find_sapo(header: Body, body: Body, description: str) -> tuple[Block | None, bool]:
    """Find the sapo's block, None where there is none, and whether it is the first line of the text.

    `header` is what stands between the headline and the text, `description` the folded one that the head states: it may
    tell that a nameless line of the header is the sapo, never that a first paragraph is.
    """
    above = _above(header.lines, description)
    first = next(iter(body.lines), None)
    if above is not None:
        above = _unlabelled(above, description)
        return above, first is not None and _same(first, above)
    if first is None or (len(body.lines) < 2 and "sapo" not in {first.role, first.inner}):
        return None, False
    lead = _is_apart(first, body.lines[1:]) or (body.has_pictured_lead and _is_portal_lead(first))
    return (first, True) if lead else (None, False)


def _same(first: Block, second: Block) -> bool:
    """Whether two lines say the same, their marks apart."""
    return _MARKS.sub("", first.folded) == _MARKS.sub("", second.folded)


def _unlabelled(sapo: Block, description: str) -> Block:
    """Drop the place or the outlet's name that is printed before a sapo, where the head states it without.

    `(PLO)- ` and `TTO - ` are datelines and stay.
    """
    at = sapo.folded.find(description[:40]) if len(description) >= 40 else -1
    if not 0 < at <= 30 or len(sapo.folded) != len(sapo.text) or not _NAME.fullmatch(sapo.folded[:at]):
        return sapo
    return attrs.evolve(sapo, text=sapo.text[at:])


def _is_portal_lead(first: Block) -> bool:
    """Whether it is the lead of a Liferay portal: the paragraph before the first picture, dressed as the others."""
    if not _MIN <= len(first.text) <= 450 or _DATELINE.match(first.folded):
        return False
    return any("journal-content-article" in (element.get("class") or "") for element in first.element.iterancestors())


def _above(zone: Sequence[Block], description: str) -> Block | None:
    candidates = [block for block in zone if _could_be(block)]
    named = [block for block in candidates if block.role == "sapo" or block.inner == "sapo" or block.tag == "h2"]
    stated = [block for block in candidates if description and block.folded[:40] == description[:40]]
    chosen = next((block for block in candidates if block.marked), None)
    nameless = [block for block in candidates if len(block.text) >= _NAMELESS and block.linked < 0.2]
    return chosen or next(iter((*named, *stated, *nameless)), None)


def _could_be(block: Block) -> bool:
    if block.marked == RULE and block.role == "sapo":
        return True
    if block.role in BOILERPLATE or block.role in {"byline", "date", "source", "caption", "credit", "place", "title"}:
        return False
    if block.media is not None or not _MIN <= len(block.text) <= _MAX or block.linked > 0.5:
        return False
    return not block.is_headline and not block.is_button and not block.is_date


def _is_apart(first: Block, rest: Sequence[Block]) -> bool:
    """Whether the first line of the text is set apart from what follows: by its name, its tag or its weight."""
    if not _MIN <= len(first.text) <= _MAX or first.linked > 0.5:
        return False
    if first.role == "sapo" or first.inner == "sapo":
        return True
    others = [block for block in rest if len(block.text) > 80]
    headed = first.tag in {"h2", "h3", "h4"} and len(first.text) > 80
    if headed or (len(rest) >= 3 and _is_outside(first, rest)):
        return True
    if first.bold >= 0.9 and (not others or sum(block.bold >= 0.9 for block in others) * 3 < len(others)):
        return len(first.text) > 60 or first.element is not rest[0].element
    if first.italic >= 0.9 and others and sum(block.italic >= 0.9 for block in others) * 3 < len(others):
        return True
    return len(others) >= 3 and _is_dressed_apart(first, others)


def _is_outside(first: Block, rest: Sequence[Block]) -> bool:
    """Whether all that follows stands in one element, and the first line outside of it."""
    common = [rest[0].element, *rest[0].element.iterancestors()]
    for block in rest[1:]:
        own = {block.element, *block.element.iterancestors()}
        common = [element for element in common if element in own]
    return common[0] not in {first.element, *first.element.iterancestors()}


def _is_dressed_apart(first: Block, others: Sequence[Block]) -> bool:
    """Whether the others share one class and alignment, and the first line has another."""
    dresses = [_dress(block) for block in others]
    common = max(set(dresses), key=dresses.count)
    return dresses.count(common) >= 0.8 * len(dresses) and _dress(first) != common and not _DATELINE.match(first.folded)


def _dress(block: Block) -> tuple[str, str, str]:
    aligned = _ALIGN.search(block.element.get("style") or "")
    return block.tag, block.element.get("class") or "", aligned[1] if aligned else ""
