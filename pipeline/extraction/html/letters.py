"""How much text an element holds, in letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pipeline.extraction.html.page import Element

_LONG_TEXTS = etree.XPath(
    ".//text()[string-length() > 60 and not(parent::a or parent::script or parent::style or parent::noscript)]",
    smart_strings=False,
)


def letters_in(element: Element, limit: int) -> int:
    """Letters of an element's texts, white space around each left out; counted no further than a limit."""
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size >= limit:
            break
    return size


def prose_in(element: Element) -> int:
    """Letters of an element's texts of more than 60 letters, links left out."""
    return sum(map(len, _LONG_TEXTS(element)))
