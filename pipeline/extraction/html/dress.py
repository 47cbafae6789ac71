"""How elements are set by their attributes: aligned, bold, italic."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extraction.html.class_names import Attributes
    from pipeline.extraction.html.page import Element

_ALIGN = re.compile(r"text-align\s*:\s*(center|right|end)", re.IGNORECASE)
_ALIGN_CLASS = re.compile(r"(?:^|\s)(?:ql-|ck-|has-text-)?(?:text|align)-?(center|right)(?:\s|$)")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)


@lru_cache(maxsize=2048)
def alignment_of(attributes: Attributes) -> str | None:
    """Element's own alignment; None where it has its parent's, '' where it is neither center nor right."""
    values = dict(attributes)
    style, classes = values.get("style", ""), values.get("class", "")
    if align := values.get("align"):
        return align.lower()
    match = _ALIGN.search(style) or _ALIGN_CLASS.search(classes)
    if match:
        return match[1].lower().replace("end", "right")
    return "" if "text-align" in style else None


def weight_and_slant(span: Element) -> tuple[int, int]:
    """1 where an element's style makes it bold, and 1 where it makes it italic; else 0."""
    style = span.get("style") or ""
    if "font-w" not in style and "font-st" not in style:
        return 0, 0
    return int(bool(_BOLD.search(style))), int(bool(_ITALIC.search(style)))
