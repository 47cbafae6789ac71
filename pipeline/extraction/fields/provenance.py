"""Where on a page each field of an article was read: words that a person can check the page by.

`site rule`; `profile ` or `page ` and an element as CSS would select it, known from the site's other pages or found on
this one; `json-ld` or `meta NAME`; `head` where several of its places may have stated it; or how else it was found
(`dateline`, `letters`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extraction.html import PROFILE, RULE

if TYPE_CHECKING:
    from pipeline.extraction.html import Block, Element
    from pipeline.extraction.layout import Layout

_PLAIN = re.compile(r"[A-Za-z][\w-]{0,60}")


def element_source(element: Element) -> str:
    """Source of what is printed in an element: its tag, id and first class, or the nearest named one around it."""
    return f"page {_element(element)}"


def _element(element: Element) -> str:
    bare = str(element.tag)
    near = element
    while near is not None and not (name := _name(near)):
        near = near.getparent()
    if near is None:
        return bare
    return f"{near.tag}{name}" if near is element else f"{near.tag}{name} {bare}"


def _name(element: Element) -> str:
    marks = ("#", (element.get("id") or "").split()[:1]), (".", (element.get("class") or "").split()[:1])
    return "".join(mark + word for mark, words in marks for word in words if _PLAIN.fullmatch(word))


def block_source(block: Block) -> str:
    """Source of a block: who marked it, or its element."""
    if block.marked == PROFILE:
        return f"{PROFILE} {_element(block.element)}"
    return block.marked or element_source(block.element)


def title_source(layout: Layout) -> str:
    """Source of the headline."""
    return block_source(layout.headline) if layout.headline is not None else "head"


def text_source(layout: Layout) -> str:
    """Source of the text: the container."""
    if layout.rules and layout.rules.body:
        return RULE
    return f"{PROFILE} {_element(layout.container)}" if layout.template else element_source(layout.container)
