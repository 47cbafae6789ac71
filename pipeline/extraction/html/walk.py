"""The text of a page as blocks in the order a reader meets them, each with what the tree tells about it.

One walk, without recursion: pages nest two thousand deep. A block is a run of text between two edges: those of block
elements, line breaks that part paragraphs, pictures. So paragraphs in p, in div, in li, or in no element at all come
out alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import attrs
from lxml import etree

from pipeline.extraction.html.class_names import BOILERPLATE, Attributes, Role, is_footer, is_hidden, role_of, telling
from pipeline.extraction.html.element_path import step_of
from pipeline.extraction.lines import is_label
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.extraction.html.page import Element

RULE = "site rule"  # what marked a block: the site file's selectors, or its profile
PROFILE = "profile"
_FILED = "bai viet nay duoc dang trong"  # WordPress names section and tags in one line
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_LAYING_OUT = ("p", "div", "ul", "h1", "h2", "h3", "h4")
_DATA_BREAKS = 3  # line breaks that the cells of a row of data may hold
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
_ROLE_TAGS: dict[str, Role] = {
    "figcaption": "caption", "caption": "caption", "nav": "navigation", "footer": "navigation", "time": "date",
    "h1": "title", "address": "byline",
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
_EXEMPT = frozenset(("html", "body", "main"))
# A keyword link in a sentence may be called "relate" or "tag"; its words are the sentence's.
_INLINE_BOILERPLATE = frozenset(("hidden", "ad", "share", "player", "control", "clock", "breadcrumb"))
# Author, date and place stand in spans of one line; a line with more text before them is a sentence that names them.
_EDGES = frozenset(("byline", "source", "date", "place", "credit"))
_BESIDE = 40
_IN_FOOTERS = frozenset(("tags", "breadcrumb", "byline", "source"))  # of an article
# In these a line break wraps a line; elsewhere it parts paragraphs.
_WRAPPED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "caption", "dd"))
_BREAK = "\x1e"
_LEAST_ROWS = 3
_LITTLE = 200  # letters
_TOP = 2  # elements around the footer of a page; that of an article, which may hold its byline, stands deeper
_LONGEST_CELL = 120  # letters
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|end)", re.IGNORECASE)
_ALIGN_CLASS = re.compile(r"(?:^|\s)(?:ql-|ck-|has-text-)?(?:text|align)-?(center|right)(?:\s|$)")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_LONG_TEXTS = etree.XPath(
    ".//text()[string-length() > 60 and not(parent::a or parent::script or parent::style or parent::noscript)]",
    smart_strings=False,
)
_GOES_ON = re.compile(r"\s*[,;]?\s*[a-zà-ỹđ]|\s*[,;]\s*\w{2}")  # a sentence, of which a name or a day is a part
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")


@attrs.define(eq=False)
class Block:
    """A piece of text, or a picture (`media`) without any.

    `element` is the nearest block element around it. `lines` are the parts between single line breaks. `linked`, `bold`
    and `italic` are shares of the text, 0 to 1. `marked` says who gave the role, where that was no name: a site's rule,
    or its profile. `inner` is the role of an inline element in the text.
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
    marked: str = ""
    _folded: str | None = attrs.field(default=None, init=False)

    @property
    def tag(self) -> str:
        """The tag of the element around it."""
        return str(self.element.tag)

    @property
    def folded(self) -> str:
        """The text as it is compared."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded


@attrs.frozen(eq=False)
class Reading:
    """The blocks of an element, and for each block element in it the slice of blocks it holds."""

    root: Element
    blocks: list[Block]
    spans: dict[Element, tuple[int, int]]


@attrs.frozen(eq=False)
class Hints:
    """What is known before the walk: the roles of elements, whatever their names hint at, and who says so.

    `skipped` elements are not read. `captions` are the steps (see `places`) of what is a caption on this site. `named`
    is whether names hint at anything.
    """

    roles: Mapping[Element, tuple[Role, str]] = {}
    skipped: frozenset[Element] = frozenset()
    captions: frozenset[str] = frozenset()
    named: bool = True


class _Run:
    """The inline text gathered since the last edge, and how many letters of it are what."""

    __slots__ = ("bold", "inner", "italic", "linked", "parts", "size")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = self.linked = self.bold = self.italic = 0
        self.inner: Role | None = None


def read_blocks(root: Element, hints: Hints | None = None) -> Reading:
    """Read an element into blocks. Scripts and form controls are silent; boilerplate is read and has its role."""
    walk = _Walk(root, hints or Hints())
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            walk.end(element)
        elif walk.start(element):
            walker.skip_subtree()
    walk.flush()
    return Reading(root, walk.blocks, walk.spans)


class _Walk:
    """The state of one walk: where it is, and the run it gathers."""

    def __init__(self, root: Element, hints: Hints) -> None:
        self.hints = hints
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
        self.doubts = 50  # large elements with a telling name that are weighed; nested ones would cost too much
        self._total: int | None = None

    def start(self, element: Element) -> bool:
        """Enter an element; True where nothing in it is read."""
        tag = element.tag
        if tag in _SILENT or element in self.hints.skipped:
            return True
        if tag == "br" or tag in _MEDIA:
            self.line_break() if tag == "br" else self.media(element)
            return True
        outer = self.role
        told = telling(element)
        mark = self.hints.roles.get(element)
        role = mark[0] if mark else self.role_within(element, tag, told, outer)
        if not mark and ((not len(element) and tag in _WRAPPED) or tag in _TABLES) and self.line(element, told, role):
            return True
        if mark or tag in _BLOCKS or (tag in _CELLS and role != outer) or element is self.root:
            self.flush()
            self.open.append((element, len(self.blocks), self.alignment(tag, told)))
        else:
            role = self.start_inline(element, role, outer)
        if role != outer or mark:
            self.roles.append((element, outer))
            self.role = role
        if tag in _DRESSES or (tag == "span" and told):
            self.dress(element, 1)
        if text := element.text:
            self.add(text)
        return False

    def is_laid_out(self, cell: Element) -> bool:
        """Tell whether a table's cell is one of a row that lays out a page: no line goes on in the next."""
        row = cell.getparent()
        if row is not None and row not in self.laid_out:
            self.laid_out[row] = _lays_out(row)
        return self.laid_out.get(row, False)

    def line(self, element: Element, told: Attributes, role: Role | None) -> bool:
        """Read what is one block, unless it is empty: a paragraph without markup, as most are, or a row of data.

        False where it is neither.
        """
        tag = element.tag
        if tag == "table":
            self.rows.update(_rows_of_data(element))
        if tag in _TABLES and element not in self.rows:
            return False
        self.flush()
        began = len(self.blocks)
        if text := clean(" ".join(element.itertext()) if tag == "tr" else element.text or ""):
            align = self.alignment(tag, told)
            block = Block(text, element, role, (text,), float(self.links > 0), float(self.bolds > 0), align=align)
            block.italic = float(self.italics > 0)
            if role == self.role and self.roles and (mark := self.hints.roles.get(self.roles[-1][0])):
                block.marked = mark[1]
            self.blocks.append(block)
        self.spans[element] = (began, len(self.blocks))
        return True

    def start_inline(self, element: Element, role: Role | None, outer: Role | None) -> Role | None:
        """Enter an element within a line; return the role that holds in it. Some begin a block of their own."""
        if element.tag in _CELLS:
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
        if element.tag in _DRESSES and element not in self.hints.skipped:
            self.dress(element, -1)
        elif self.styled and element in self.styled:
            bold, italic = self.styled.pop(element)
            self.bolds, self.italics = self.bolds - bold, self.italics - italic
        if self.laid_out and element.tag in _CELLS and self.laid_out.get(element.getparent(), False):
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
        style = span.get("style") or ""
        if ("font-w" in style or "font-st" in style) and (
            dress := (int(bool(_BOLD.search(style))), int(bool(_ITALIC.search(style))))
        ) != (0, 0):
            self.styled[span] = dress
            self.bolds, self.italics = self.bolds + dress[0], self.italics + dress[1]

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

    def alignment(self, tag: str, told: Attributes) -> str:
        """Return center, right or '': the element's own, else its parent's."""
        if tag == "center":
            return "center"
        own = _alignment(told) if told else None
        return self.open[-1][2] if own is None and self.open else own or ""

    def role_within(self, element: Element, tag: str, told: Attributes, outer: Role | None) -> Role | None:
        """Return the role that holds in an element: boilerplate stays; a footer may hold the tags, a nav the crumbs."""
        if not told and tag not in _ROLE_TAGS:  # most of what stands in a text
            return outer
        if outer not in BOILERPLATE:
            return self.role_here(element, tag, told) or outer
        if outer != "navigation":
            return outer
        here = self.role_here(element, tag, told)
        return here if here in _IN_FOOTERS else outer

    def role_here(self, element: Element, tag: str, told: Attributes) -> Role | None:
        """Return the role of an element by its names, where the text it holds has the size for it."""
        if tag in _EXEMPT or element is self.root:
            return None
        if self.hints.captions and step_of(element) in self.hints.captions:
            return "caption"
        role = self.role_by_names(told) or _ROLE_TAGS.get(tag)
        if role == "navigation" and is_footer(told) and (len(self.open) > _TOP or _holds_text(element.getparent())):
            role = None  # of an article
        if tag == "time" and role != "clock":
            role = "date"
        if role is None:
            return None
        if role == "control" and tag == "a" and letters_in(element, 1) == 0:
            return None  # a picture that opens larger
        if role in BOILERPLATE:
            return role if not self.holds_most(element, role) else None
        return role if letters_in(element, _LIMITS[role] + 1) <= _LIMITS[role] else None

    def role_by_names(self, told: Attributes) -> Role | None:
        if self.hints.named:
            return role_of(told)
        return "hidden" if is_hidden(told) else None

    def holds_most(self, element: Element, role: Role) -> bool:
        """Tell whether an element holds half of the page's paragraphs: then its name is not believed."""
        if role == "hidden" or self.doubts == 0 or (role != "comment" and letters_in(element, 600) < 600):
            return False
        self.doubts -= 1
        if role == "comment":  # readers may write more than the article has
            return _holds_headline(element) or _is_alone(element)
        if self._total is None:
            self._total = _prose(self.root)
        return _prose(element) * 2 > self._total

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
        mark = self.hints.roles.get(self.roles[-1][0]) if self.roles else None
        for lines in _paragraphs("".join(run.parts)):
            text = lines[0] if len(lines) == 1 else " ".join(lines)
            block = Block(text, element, self.role, tuple(lines), align=align, inner=run.inner)
            block.linked, block.bold, block.italic = run.linked / size, run.bold / size, run.italic / size
            block.marked = mark[1] if mark else ""
            self.blocks.append(block)


@lru_cache(maxsize=2048)
def _alignment(attributes: Attributes) -> str | None:
    """Return an element's own alignment; None where it has its parent's, '' where it is neither center nor right."""
    told = dict(attributes)
    style, classes = told.get("style", ""), told.get("class", "")
    if align := told.get("align"):
        return align.lower()
    found = _ALIGN.search(style) or _ALIGN_CLASS.search(classes)
    if found:
        return found[1].lower().replace("end", "right")
    return "" if "text-align" in style else None


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
        if before and len(before[-1]) > 60 and _SENTENCE_END.search(before[-1]):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return [lines for lines in paragraphs if lines]


def _lays_out(row: Element) -> bool:
    """Tell whether a table's row holds boxes, or more lines than one of data does."""
    if next(row.iterdescendants(*_LAYING_OUT), None) is not None:
        return True
    return sum(1 for _ in islice(row.iterdescendants("br"), _DATA_BREAKS + 1)) > _DATA_BREAKS


def _holds_text(element: Element) -> bool:
    """Tell whether a headline or paragraphs stand right in an element, as in an article's."""
    return element.find("h1") is not None or element.find("p") is not None


def _is_alone(element: Element) -> bool:
    """Tell whether an element is all the prose there is beside a headline: comments have an article beside them."""
    around = element.getparent()
    if around is None or around.find("h1") is None:
        return False
    return _prose(around) - _prose(element) < _LITTLE


def _holds_headline(element: Element) -> bool:
    """Tell whether an h1 stands in an element that is no label, as over a box of comments."""
    headline = next(element.iter("h1"), None)
    return headline is not None and not is_label(fold(clean("".join(headline.itertext())[:200])))


def _rows_of_data(table: Element) -> list[Element]:
    """Return the rows of a table whose cells hold a paragraph at most, as pasted from a word processor.

    There are three rows at least, of the same number of cells. Others lay a page out, or frame a picture.
    """
    rows = [row for part in (table, *table.iterchildren("thead", "tbody", "tfoot")) for row in part.iterchildren("tr")]
    cells = [[cell for cell in row if cell.tag in _CELLS] for row in rows]
    if len(rows) < _LEAST_ROWS or len(cells[0]) < 2 or any(len(one) != len(cells[0]) for one in cells):
        return []
    if next(table.iterdescendants("a", "table", *_MEDIA), None) is not None:
        return []
    plain = all(len(cell) <= 1 and letters_in(cell, _LONGEST_CELL) < _LONGEST_CELL for one in cells for cell in one)
    return rows if plain else []


def _is_small(side: str | None) -> bool:
    side = (side or "").removesuffix("px")
    return side.isdecimal() and int(side[:6]) < 40


def letters_in(element: Element, limit: int) -> int:
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


def is_filed(block: Block) -> bool:
    """Tell whether a line says where an article is filed, as WordPress does: its links say that they are that."""
    if not block.linked or not block.folded.startswith(_FILED):
        return False
    return any("tag" in (link.get("rel") or "").lower().split() for link in block.element.iter("a"))
