"""read_blocks(): a page's tree -> its text as blocks.

One walk, without recursion: pages nest two thousand deep.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.extraction.html.blocks import Block, BlockTree, Hints
from pipeline.extraction.html.class_names import BOILERPLATE, Attributes, Role, telling
from pipeline.extraction.html.dress import alignment_of, weight_and_slant
from pipeline.extraction.html.roles import Roles
from pipeline.extraction.html.tables import CELLS, lays_out, rows_of_data
from pipeline.extraction.lines import ends_clause
from pipeline.text import clean

if TYPE_CHECKING:
    from pipeline.extraction.html.page import Element

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
_TABLES = frozenset(("table", "tr"))
_SILENT = frozenset(
    (
        "applet", "base", "button", "canvas", "datalist", "dialog", "embed", "head", "input", "link", "map", "math",
        "meta", "meter", "noscript", "object", "option", "param", "progress", "script", "select", "style", "svg",
        "template", "textarea", "title",
    )
)  # fmt: skip
_MEDIA = frozenset(("img", "video", "audio", "iframe"))
_DRESSES = frozenset(("a", "b", "strong", "i", "em"))
# A keyword link in a sentence may be called "relate" or "tag"; its words are the sentence's.
_INLINE_BOILERPLATE = frozenset(("hidden", "ad", "share", "player", "control", "clock", "breadcrumb"))
# Author, date and place stand in spans of one line; a line with more text before them is a sentence that names them.
_EDGES = frozenset(("byline", "source", "date", "place", "credit"))
_BESIDE = 40  # letters before them in their line
# In these a line break wraps a line; elsewhere it parts paragraphs.
_WRAPPED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "caption", "dd"))
_BREAK = "\x1e"
_GOES_ON = re.compile(r"\s*[,;]?\s*[a-zà-ỹđ]|\s*[,;]\s*\w{2}")  # a sentence, of which a name or a day is a part


class _Run:
    """The inline text gathered since the last edge, and how many letters of it are what."""

    __slots__ = ("bold", "inner", "italic", "linked", "parts", "size")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = self.linked = self.bold = self.italic = 0
        self.inner: Role | None = None


def read_blocks(root: Element, hints: Hints | None = None) -> BlockTree:
    """Read an element into blocks. Scripts and form controls are silent; boilerplate is read and has its role."""
    walk = _Walk(root, hints or Hints())
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            walk.end(element)
        elif walk.start(element):
            walker.skip_subtree()
    walk.flush()
    return BlockTree(root, walk.blocks, walk.spans)


class _Walk:
    """The state of one walk: where it is, and the run it gathers."""

    def __init__(self, root: Element, hints: Hints) -> None:
        self.marks = hints.roles
        self.skipped = hints.skipped
        self.outlets = hints.outlets
        self.root = root
        self.blocks: list[Block] = []
        self.spans: dict[Element, tuple[int, int]] = {}
        self.open: list[tuple[Element, int, str]] = []  # block elements: the block each began at, its alignment
        self.roles: list[tuple[Element, Role | None]] = []
        self.role: Role | None = None
        self.links = self.bolds = self.italics = 0  # elements of these kinds around here
        self.styled: dict[Element, tuple[int, int]] = {}  # spans that are bold or italic by their style
        self.run = _Run()
        self.rows: set[Element] = set()  # of the tables of data around here
        self.laid_out: dict[Element, bool] = {}  # rows, and whether one of their cells holds lines
        self.names = Roles(root, hints)

    def start(self, element: Element) -> bool:
        """Enter an element; True where nothing in it is read."""
        tag = element.tag
        if tag in _SILENT or element in self.skipped:
            return True
        if tag == "br" or tag in _MEDIA:
            self.line_break() if tag == "br" else self.media(element)
            return True
        outer = self.role
        attributes = telling(element)
        mark = self.marks.get(element)
        role = mark[0] if mark else self.names.within(element, attributes, outer, len(self.open))
        is_line = not mark and ((not len(element) and tag in _WRAPPED) or tag in _TABLES)
        if is_line and self.line(element, attributes, role):
            return True
        if mark or tag in _BLOCKS or (tag in CELLS and role != outer) or element is self.root:
            self.flush()
            self.open.append((element, len(self.blocks), self.alignment(tag, attributes)))
        else:
            role = self.start_inline(element, role, outer)
        if role != outer or mark:
            self.roles.append((element, outer))
            self.role = role
        if tag in _DRESSES or (tag == "span" and attributes):
            self.dress(element, 1)
        if text := element.text:
            self.add(text)
        return False

    def is_laid_out(self, cell: Element) -> bool:
        """Whether a table's cell is one of a row that lays out a page: no line goes on in the next."""
        row = cell.getparent()
        if row is not None and row not in self.laid_out:
            self.laid_out[row] = lays_out(row)
        return self.laid_out.get(row, False)

    def line(self, element: Element, attributes: Attributes, role: Role | None) -> bool:
        """Read what is one block, unless it is empty: a paragraph without markup, as most are, or a row of data.

        False where it is neither.
        """
        tag = element.tag
        if tag == "table":
            self.rows.update(rows_of_data(element))
        if tag in _TABLES and element not in self.rows:
            return False
        self.flush()
        began = len(self.blocks)
        if text := clean(" ".join(element.itertext()) if tag == "tr" else element.text or ""):
            block = Block(
                text,
                element,
                role,
                lines=(text,),
                linked=float(self.links > 0),
                bold=float(self.bolds > 0),
                italic=float(self.italics > 0),
                align=self.alignment(tag, attributes),
                marked=self.marked() if self.marks and role == self.role else "",
                outlets=self.outlets,
            )
            self.blocks.append(block)
        self.spans[element] = (began, len(self.blocks))
        return True

    def start_inline(self, element: Element, role: Role | None, outer: Role | None) -> Role | None:
        """Enter an element within a line; return the role that holds in it. Some begin a block of their own."""
        if element.tag in CELLS:
            if self.is_laid_out(element):
                self.flush()
            self.run.parts.append(" ")
        if role == outer:
            return outer
        if role in BOILERPLATE:
            if role not in _INLINE_BOILERPLATE and outer != "navigation":
                return outer
            self.flush()
            return role
        if role in _EDGES and self.run.size < _BESIDE and not _GOES_ON.match(element.tail or ""):
            self.flush()
            return role
        self.run.inner = self.run.inner or role
        return outer

    def end(self, element: Element) -> None:
        """Leave an element; the text after it is its parent's."""
        if element.tag in _DRESSES and element not in self.skipped:
            self.dress(element, -1)
        elif self.styled and element in self.styled:
            bold, italic = self.styled.pop(element)
            self.bolds, self.italics = self.bolds - bold, self.italics - italic
        if self.laid_out and element.tag in CELLS and self.laid_out.get(element.getparent(), False):
            self.flush()
        if self.open and self.open[-1][0] is element:
            self.flush()
            _, began, _ = self.open.pop()
            self.spans[element] = (began, len(self.blocks))
        if self.roles and self.roles[-1][0] is element:
            self.flush()
            self.role = self.roles.pop()[1]
        if (text := element.tail) and element is not self.root:
            self.add(text)

    def dress(self, element: Element, by: int) -> None:
        """Note that a link, bold or italic begins or ends; an anchor without an address is no link."""
        tag = element.tag
        if tag == "span":
            self.style(element)
        elif tag == "a":
            self.links += by if element.get("href") else 0
        elif tag in {"b", "strong"}:
            self.bolds += by
        else:
            self.italics += by

    def style(self, span: Element) -> None:
        """Note that a span begins that is bold or italic by its style."""
        bold, italic = weight_and_slant(span)
        if bold or italic:
            self.styled[span] = (bold, italic)
            self.bolds, self.italics = self.bolds + bold, self.italics + italic

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
        size = len(text.strip())
        if not size and not run.parts:  # between two blocks
            return
        run.parts.append(text)
        if size:
            run.size += size
            if self.links:
                run.linked += size
            if self.bolds:
                run.bold += size
            if self.italics:
                run.italic += size

    def media(self, element: Element) -> None:
        """Note a picture or player at its place. A small one is an icon in a line."""
        if not self.open or any(_is_small(element.get(side)) for side in ("width", "height")):
            return
        if self.run.size:
            self.flush()
        role = self.role if self.role in BOILERPLATE else None
        self.blocks.append(Block("", self.open[-1][0], role, linked=float(self.links > 0), media=element))

    def alignment(self, tag: str, attributes: Attributes) -> str:
        """Center, right or '': the element's own, else its parent's."""
        if tag == "center":
            return "center"
        own = alignment_of(attributes) if attributes else None
        return self.open[-1][2] if own is None and self.open else own or ""

    def flush(self) -> None:
        """End the run: make its blocks."""
        run = self.run
        if not run.parts:
            run.inner = None
            return
        self.run = _Run()
        size = run.size
        if not self.open or not size:
            return
        element, _, align = self.open[-1]
        marked = self.marked() if self.marks else ""
        for lines in _paragraphs("".join(run.parts)):
            text = lines[0] if len(lines) == 1 else " ".join(lines)
            block = Block(
                text,
                element,
                self.role,
                lines=tuple(lines),
                linked=run.linked / size,
                bold=run.bold / size,
                italic=run.italic / size,
                align=align,
                inner=run.inner,
                marked=marked,
                outlets=self.outlets,
            )
            self.blocks.append(block)

    def marked(self) -> str:
        """Say who gave the role that holds here: RULE, PROFILE, or "" where a name did."""
        mark = self.marks.get(self.roles[-1][0]) if self.roles else None
        return mark[1] if mark else ""


def _paragraphs(raw: str) -> list[list[str]]:
    """Split a run at its line breaks into paragraphs of lines: where the line before the break is a whole sentence.

    Else it is one paragraph that was wrapped by hand.
    """
    if _BREAK not in raw:
        text = clean(raw)
        return [[text]] if text else []
    paragraphs: list[list[str]] = [[]]
    for line in filter(None, map(clean, raw.split(_BREAK))):
        before = paragraphs[-1]
        if before and len(before[-1]) > 60 and ends_clause(before[-1]):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return [lines for lines in paragraphs if lines]


def _is_small(side: str | None) -> bool:
    side = (side or "").removesuffix("px")
    return side.isdecimal() and int(side[:6]) < 40
