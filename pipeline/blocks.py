"""The text of a page as blocks in the order a reader meets them, each with what the tree tells about it.

One walk, without recursion: pages nest two thousand deep. A block is a run of text between two edges: those of block
elements, line breaks that part paragraphs, pictures. So paragraphs in p, in div, in li, or in no element at all come
out alike.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs
from lxml import etree

from pipeline.roles import BOILERPLATE, Role, is_hidden, role_of
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.page import Element

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(
    (
        "applet", "base", "button", "canvas", "datalist", "dialog", "embed", "head", "input", "link", "map", "math",
        "meta", "meter", "noscript", "object", "option", "param", "progress", "script", "select", "style", "svg",
        "template", "textarea", "title",
    )
)  # fmt: skip
_MEDIA = frozenset(("img", "video", "audio", "iframe"))
_DRESSES = frozenset(("a", "b", "strong", "i", "em"))
_ROLE_TAGS: dict[str, Role] = {
    "figcaption": "caption", "caption": "caption", "nav": "navigation", "footer": "navigation", "time": "date",
    "h1": "title",
}  # fmt: skip
_LIMITS: dict[Role, int] = {
    "caption": 1500,
    "credit": 200,
    "byline": 300,
    "source": 300,
    "date": 200,
    "sapo": 1500,
    "title": 400,
    "place": 60,
}
_TELLING = ("class", "id", "style", "itemprop", "type", "data-type")  # all that role_of looks at, but `hidden`
_EXEMPT = frozenset(("html", "body", "main"))
# A keyword link in a sentence may be called "relate" or "tag"; its words are the sentence's.
_INLINE_BOILERPLATE = frozenset(("hidden", "ad", "share", "player", "control", "clock", "breadcrumb"))
# Author, date and place stand in spans of one line; a line with more text before them is a sentence that names them.
_EDGES = frozenset(("byline", "source", "date", "place", "credit"))
_BESIDE = 40
# In these a line break wraps a line; elsewhere it parts paragraphs.
_WRAPPED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "caption", "dd"))
_BREAK = "\x1e"
_ALIGN = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_ALIGN_CLASS = re.compile(r"(?:^|\s)(?:text|align)-?(center|right)(?:\s|$)")
_LONG_TEXTS = etree.XPath(
    ".//text()[string-length() > 60 and not(parent::a or parent::script or parent::style or parent::noscript)]",
    smart_strings=False,
)
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")


@attrs.define(eq=False)
class Block:
    """A piece of text, or a picture (`media`) without any.

    `element` is the nearest block element around it. `lines` are the parts between single line breaks. `linked`, `bold`
    and `italic` are shares of the text, 0 to 1. `marked` says that the role is a
    site rule's; `inner` is the role of an inline element in the text.
    """

    text: str
    element: Element
    role: Role | None = None
    lines: tuple[str, ...] = ()
    linked: float = 0.0
    bold: float = 0.0
    italic: float = 0.0
    align: str = ""
    media: Element = None
    inner: Role | None = None
    folded: str = ""
    marked: bool = False

    @property
    def tag(self) -> str:
        """The tag of the element around it."""
        return str(self.element.tag)


@attrs.frozen(eq=False)
class Reading:
    """The blocks of an element, and for each block element in it the slice of blocks it holds."""

    root: Element
    blocks: list[Block]
    spans: dict[Element, tuple[int, int]]


@attrs.define(eq=False)
class _Run:
    """The inline text gathered since the last edge."""

    parts: list[str] = attrs.Factory(list)
    shares: Counter[str] = attrs.Factory(Counter)
    inner: Role | None = None


def read_blocks(root: Element, marked: Mapping[Element, Role] | None = None, *, named: bool = True) -> Reading:
    """Read an element into blocks. Scripts and form controls are silent; boilerplate is read and has its role.

    `marked` gives elements the role a site's rules say, whatever their names hint at; `named` is whether names hint at
    anything.
    """
    walk = _Walk(root, marked or {}, named=named)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if walk.start(element):
                walker.skip_subtree()
        else:
            walk.end(element)
    walk.flush()
    return Reading(root, walk.blocks, walk.spans)


class _Walk:
    """The state of one walk: where it is, and the run it gathers."""

    def __init__(self, root: Element, marked: Mapping[Element, Role], *, named: bool) -> None:
        self.marked = marked
        self.named = named
        self.root = root
        self.blocks: list[Block] = []
        self.spans: dict[Element, tuple[int, int]] = {}
        self.open: list[tuple[Element, int, str]] = []  # block elements: the block each began at, its alignment
        self.roles: list[tuple[Element, Role | None]] = []
        self.depth: Counter[str] = Counter()
        self.run = _Run()
        self.known: dict[str, Role | None] = {}
        self.doubts = 50  # large elements with a telling name that are weighed; nested ones would cost too much
        self._total: int | None = None

    @property
    def role(self) -> Role | None:
        return self.roles[-1][1] if self.roles else None

    def start(self, element: Element) -> bool:
        """Enter an element; True where nothing in it is read."""
        tag = element.tag
        if tag in _SILENT:
            return True
        if tag == "br" or tag in _MEDIA:
            self.line_break() if tag == "br" else self.media(element)
            return True
        outer = self.role
        mark = self.marked.get(element) if self.marked else None
        role = mark or self.role_within(element, tag, outer)
        if mark or tag in _BLOCKS or (tag in _CELLS and role != outer) or element is self.root:
            self.flush()
            self.open.append((element, len(self.blocks), self.alignment(element, tag)))
        else:
            role = self.start_inline(tag, role, outer)
        if role != outer:
            self.roles.append((element, role))
        if tag in _DRESSES:
            self.depth[tag] += 1
        if element.text:
            self.add(element.text)
        return False

    def start_inline(self, tag: str, role: Role | None, outer: Role | None) -> Role | None:
        """Enter an element within a line; return the role that holds in it. Some begin a block of their own."""
        if tag in _CELLS:
            self.run.parts.append(" ")
        telling = role not in BOILERPLATE or role in _INLINE_BOILERPLATE or outer == "navigation"
        if role == outer or not telling:
            return outer
        if role in BOILERPLATE or (role in _EDGES and self.run.shares["all"] < _BESIDE):
            self.flush()
            return role
        self.run.inner = self.run.inner or role
        return outer

    def end(self, element: Element) -> None:
        """Leave an element; the text after it is its parent's."""
        tag = element.tag
        if tag in _DRESSES:
            self.depth[tag] -= 1
        if self.open and self.open[-1][0] is element:
            self.flush()
            _, began, _ = self.open.pop()
            self.spans[element] = (began, len(self.blocks))
        if self.roles and self.roles[-1][0] is element:
            self.flush()
            self.roles.pop()
        if element.tail and element is not self.root:
            self.add(element.tail)

    def line_break(self) -> None:
        """Part paragraphs at a break: at each one in a div or cell, at an empty line in a p or heading."""
        parts = self.run.parts
        empty = next((part for part in reversed(parts) if part == _BREAK or part.strip()), "") == _BREAK
        if empty or (self.open and self.open[-1][0].tag not in _WRAPPED):
            self.flush()
        else:
            parts.append(_BREAK)

    def add(self, text: str) -> None:
        """Add text to the run, and count how much of it is linked, bold or italic."""
        run = self.run
        run.parts.append(text)
        size = len(text.strip())
        if not size:
            return
        run.shares["all"] += size
        depth = self.depth
        if depth["a"]:
            run.shares["linked"] += size
        if depth["b"] or depth["strong"]:
            run.shares["bold"] += size
        if depth["i"] or depth["em"]:
            run.shares["italic"] += size

    def media(self, element: Element) -> None:
        """Note a picture or player at its place. A small one is an icon in a line."""
        if not self.open or any(_is_small(element.get(side)) for side in ("width", "height")):
            return
        if "".join(self.run.parts).strip(" \t\r\n\x1e\u00a0"):
            self.flush()
        role = self.role if self.role in BOILERPLATE else None
        self.blocks.append(Block("", self.open[-1][0], role, linked=float(self.depth["a"] > 0), media=element))

    def alignment(self, element: Element, tag: str) -> str:
        """Return center, right or '': the element's own, else its parent's."""
        if tag == "center":
            return "center"
        own = element.get("align") or ""
        if not own:
            found = _ALIGN.search(element.get("style") or "") or _ALIGN_CLASS.search(element.get("class") or "")
            own = found[1] if found else ""
        return own.lower() or (
            self.open[-1][2] if self.open and "text-align" not in (element.get("style") or "") else ""
        )

    def role_within(self, element: Element, tag: str, outer: Role | None) -> Role | None:
        """Return the role that holds in an element: boilerplate stays what it is, but a footer may hold the tags."""
        if outer in BOILERPLATE and outer != "navigation":
            return outer
        here = self.role_here(element, tag)
        return here or outer if outer is None or outer not in BOILERPLATE or here == "tags" else outer

    def role_here(self, element: Element, tag: str) -> Role | None:
        """Return the role of an element by its names, where the text it holds has the size for it."""
        if tag in _EXEMPT or element is self.root:
            return None
        attributes = element.attrib
        key = "|".join([attributes.get(name, "") for name in _TELLING])
        if key not in self.known:
            self.known[key] = role_of(element) if self.named else ("hidden" if is_hidden(element) else None)
        role = self.known[key] or ("hidden" if "hidden" in attributes else None) or _ROLE_TAGS.get(tag)
        if tag == "time" and role != "clock":
            role = "date"
        if role is None:
            return None
        if role in BOILERPLATE:
            return role if not self.holds_most(element, role) else None
        return role if _size(element, _LIMITS[role] + 1) <= _LIMITS[role] else None

    def holds_most(self, element: Element, role: Role) -> bool:
        """Tell whether an element holds half of the page's paragraphs: then its name is not believed."""
        if role in {"hidden", "comment"} or _size(element, 600) < 600:
            return False
        if self.doubts == 0:
            return False
        self.doubts -= 1
        if self._total is None:
            self._total = _prose(self.root)
        return _prose(element) * 2 > self._total

    def flush(self) -> None:
        """End the run: make its blocks."""
        run, self.run = self.run, _Run()
        size = run.shares["all"]
        if not self.open or not size:
            return
        element, _, align = self.open[-1]
        marked = bool(self.marked and self.roles and self.roles[-1][0] in self.marked)
        for lines in _paragraphs("".join(run.parts)):
            text = lines[0] if len(lines) == 1 else " ".join(lines)
            block = Block(text, element, self.role, tuple(lines), align=align, inner=run.inner, marked=marked)
            block.linked, block.bold, block.italic = (run.shares[name] / size for name in ("linked", "bold", "italic"))
            block.folded = fold(text)
            self.blocks.append(block)


def _paragraphs(raw: str) -> list[list[str]]:
    """Split a run at its line breaks into paragraphs of lines: where the line before the break is a whole sentence.

    Else it is one paragraph that was wrapped by hand.
    """
    paragraphs: list[list[str]] = [[]]
    for line in filter(None, map(clean, raw.split(_BREAK))):
        before = paragraphs[-1]
        if before and len(before[-1]) > 60 and _SENTENCE_END.search(before[-1]):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return [lines for lines in paragraphs if lines]


def _is_small(side: str | None) -> bool:
    side = (side or "").removesuffix("px")
    return side.isdecimal() and int(side[:6]) < 40


def _size(element: Element, limit: int) -> int:
    """Return how many letters an element holds, counting no further than a limit."""
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size >= limit:
            break
    return size


def _prose(element: Element) -> int:
    """Return how many letters stand in an element's texts of more than 60 letters, links left out."""
    return sum(map(len, _LONG_TEXTS(element)))
