"""JSON-LD: what a page states of itself in scripts of linked data, with the slips that sites make in it."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_CDATA = re.compile(r"(?:(?://|/\*)[ \t]{0,8})?(?:<!\[CDATA\[|\]\]>)(?:[ \t]{0,8}\*/)?")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


@attrs.frozen(eq=False)
class LinkedNode:
    """One node of linked data: an article, an organisation, a breadcrumb. False where it says nothing."""

    data: dict[str, Any] = attrs.field(factory=dict)
    """As JSON: of any kind, whatever the vocabulary asks for."""

    def __bool__(self) -> bool:
        return bool(self.data)

    def is_a(self, *types: str) -> bool:
        """Whether it has one of these types."""
        kinds = self.data.get("@type")
        return any(kind in types for kind in (kinds if isinstance(kinds, list) else [kinds]))

    def get(self, name: str) -> Any:
        """Property as JSON, None where it has none of that name."""
        return self.data.get(name)

    def text(self, name: str) -> str:
        """Property as text: see `as_text`."""
        return as_text(self.data.get(name))


def as_text(value: Any) -> str:
    """Text of a JSON-LD value, or of its first, its entities (even double ones) read; "" where it has none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return clean(html.unescape(html.unescape(value))) if isinstance(value, str) else ""


def read_linked(root: Any) -> Iterator[LinkedNode]:
    """Nodes of the page's JSON-LD, those of a `@graph` or a list one by one. What is no JSON is left out."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        waiting = [_load(script.text or "")]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting[:0] = node[:50]
            elif isinstance(node, dict):
                yield LinkedNode(node)
                waiting[:0] = [node["@graph"]] if isinstance(node.get("@graph"), list) else []


def _load(source: str) -> Any:
    """Read JSON as sites write it: in an HTML comment, with raw line breaks in strings, with a comma too many."""
    source = _CDATA.sub("", _without_comments(source)).strip().rstrip(";")
    for text in (source, _TRAILING_COMMA.sub("", source)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _without_comments(source: str) -> str:
    """Cut out HTML comments; in linear time, also where many begin and none ends."""
    pieces, at = [], 0
    while (begin := source.find("<!--", at)) >= 0 and (end := source.find("-->", begin)) >= 0:
        pieces.append(source[at:begin])
        at = end + 3
    return "".join([*pieces, source[at:]])
