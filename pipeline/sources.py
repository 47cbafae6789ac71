"""Where on a page each field of an article was read: words that a person can check the page by.

`site rule`; `page ` and an element as CSS would select it; `json-ld` or `meta NAME`; `head` where several of its places
may have stated it; or how else it was found (`dateline`, `letters`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.blocks import Block
    from pipeline.layout import Layout
    from pipeline.page import Element

_RULE = "site rule"
_PLAIN = re.compile(r"[A-Za-z][\w-]{0,60}")


def element_source(element: Element) -> str:
    """Name an element by its tag, id and first class; without any, by the nearest one around it that has some."""
    bare = str(element.tag)
    near = element
    while near is not None and not (name := _name(near)):
        near = near.getparent()
    if near is None:
        return f"page {bare}"
    return f"page {near.tag}{name}" if near is element else f"page {near.tag}{name} {bare}"


def _name(element: Element) -> str:
    marks = ("#", (element.get("id") or "").split()[:1]), (".", (element.get("class") or "").split()[:1])
    return "".join(mark + word for mark, words in marks for word in words if _PLAIN.fullmatch(word))


def block_source(block: Block) -> str:
    """Name where a block was read."""
    return _RULE if block.marked else element_source(block.element)


def title_source(layout: Layout) -> str:
    """Name where the headline was read."""
    return block_source(layout.headline) if layout.headline is not None else "head"


def text_source(layout: Layout) -> str:
    """Name the container."""
    return _RULE if layout.rules and layout.rules.body else element_source(layout.container)
