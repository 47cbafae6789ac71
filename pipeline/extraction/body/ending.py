"""What is known of a body's lines only when all are read: its dates, who signed it, what is left over at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extraction.body.removal import Removal
from pipeline.extraction.body.rules import is_appointment, is_tool_line
from pipeline.extraction.body.signature import last_bylines
from pipeline.extraction.lines import ends_sentence

if TYPE_CHECKING:
    from pipeline.extraction.body.body import Body
    from pipeline.extraction.html import Block, Element

_OF_TEXT = re.compile(r"\b(?:ban hanh|viet|tao)\b|thang [a-z]{2}|[’′]")  # not how a page says when it was published
_HEADING = 60  # letters of a heading that is left over
_BOXES = frozenset(("related", "tags", "comment"))


def settle_dates(body: Body) -> None:
    """Tell the dates of a chronology, which are the text's, from one that stands alone, or behind all of it."""
    while body.lines and _is_bare_date(body.lines[-1]):
        block = body.lines.pop()
        body.remove(block, Removal("date", may_close=True))
    within = [block for block in body.lines if _is_bare_date(block)]
    if len(within) == 1 and not _OF_TEXT.search(within[0].folded):
        body.lines.remove(within[0])
        body.remove(within[0], Removal("date"))


def _is_bare_date(block: Block) -> bool:
    return block.is_date and not is_appointment(block)


def sign(body: Body) -> None:
    """Take the bylines off the end."""
    for block, bylines in last_bylines(body.lines, is_pictured=bool(body.pictures)):
        body.bylines[:0] = bylines
        body.signatures.append(block)
        body.removed.append((block, "byline"))
        body.lines.pop()


def cut_tools(body: Body) -> None:
    """Drop counters and tools off the end; within the text the same words are text."""
    while len(body.lines) > 1 and is_tool_line(body.lines[-1]):
        body.removed.append((body.lines.pop(), "label"))


def cut_headings(body: Body) -> bool:
    """Drop the headings of boxes that are left at the end, their links gone. Tells whether there was one."""
    before = len(body.lines)
    related = [block for block, reason in body.removed if reason in _BOXES]
    while len(body.lines) > 2 and _is_left_over(body.lines[-1], related):
        body.removed.append((body.lines.pop(), "label"))
    return len(body.lines) < before


def _is_left_over(block: Block, related: list[Block]) -> bool:
    """Whether the last line is a box's heading: short, no sentence, and what was removed follows right behind it."""
    if len(block.text) >= _HEADING or ends_sentence(block.text) or block.tag == "li":
        return False
    return any(other.element is block.element or _follows(block.element, other.element) for other in related)


def _follows(first: Element, second: Element) -> bool:
    """Whether an element, or its parent's next sibling's content, comes right after another."""
    after = first.getnext()
    if after is None and first.getparent() is not None:
        after = first.getparent().getnext()
    return after is not None and (after is second or after in second.iterancestors())
