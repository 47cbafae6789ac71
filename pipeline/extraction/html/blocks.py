"""A page's text as blocks in the order a reader meets them, each with what the tree and its own words tell about it.

A block is a run of text between two edges: those of block elements, line breaks that part paragraphs, pictures. So
paragraphs in p, in div, in li, or in no element at all come out alike.

What a line says of itself is judged once: a Block's dear judgements are worked out when they are first asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.html.class_names import BOILERPLATE, Role
from pipeline.extraction.html.judged import Judged
from pipeline.extraction.lines import is_date_line, is_label, is_tool, looks_signed, read_byline
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.extraction.html.page import Element
    from pipeline.extraction.lines import Byline

RULE = "site rule"  # what marked a block: the site file's selectors, or its profile
PROFILE = "profile"
_FILED = "bai viet nay duoc dang trong"  # WordPress names section and tags in one line
_PROSE = 40  # letters a block needs to count as prose
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # letters of scripts that part no words: kana, Han
_NO_PROSE = BOILERPLATE | {"title", "byline", "date", "source", "caption", "credit"}
_DATED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[\s,|)-]*(?:\d{1,2}[:h]\d{2})?\W*$")
_SHORTEST_HEADLINE = 15  # letters


class _Judgements:
    """The slots of what is judged of a block, empty until then: for what costs much more than to look it up.

    A page of nothing but `<p>x` has a block every four bytes; each slot adds twice the page's size to its memory.
    """

    __slots__ = ("_bylines", "_folded", "_is_date", "_is_label")


@attrs.define(eq=False)
class Block(_Judgements):
    """A piece of text, or a picture or player without any."""

    text: str
    """One line, clean; "" of a picture."""
    element: Element
    """The nearest block element around it."""
    role: Role | None = None
    lines: tuple[str, ...] = ()
    """The parts of the text between single line breaks."""
    linked: float = 0.0
    """The share of its letters that stand in links, 0 to 1."""
    bold: float = 0.0
    italic: float = 0.0
    align: str = ""
    """center, right, another word of the page's, or "" where it is not said."""
    media: Element = None
    """The picture's or player's element; None of a text."""
    inner: Role | None = None
    """The role of an inline element in the text."""
    marked: str = ""
    """RULE or PROFILE where the site's rules or its profile gave the role, "" where a name did."""
    outlets: tuple[str, ...] = ()
    """Names of the page's own site, which sign no article."""

    @property
    def tag(self) -> str:
        """Tag of the element around it."""
        return str(self.element.tag)

    @Judged
    def folded(self) -> str:
        """Text as it is compared: see `pipeline.text.fold`."""
        return fold(self.text)

    @Judged
    def is_label(self) -> bool:
        """Whether it is a line that sites print around articles (`lines.is_label`)."""
        return is_label(self.folded)

    @property
    def is_button(self) -> bool:
        """Whether it is a label, or what a tool beside a text says (`lines.is_button`)."""
        return self.is_label or is_tool(self.folded)

    @Judged
    def is_date(self) -> bool:
        """Whether it is a date and nothing else but its label."""
        return is_date_line(self.text)

    @Judged
    def bylines(self) -> tuple[Byline, ...]:
        """What each of its lines says as a byline; false ones name no one."""
        return tuple([read_byline(line, self.outlets) for line in self.lines])

    @property
    def looks_signed(self) -> bool:
        """Whether it is full names or agencies and nothing else."""
        return looks_signed(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it looks like running text: not boilerplate by name, not mostly links, not a label."""
        if self.role in _NO_PROSE or self.linked >= 0.4 or self.is_label:
            return False
        text = self.text
        return (len(text) >= _PROSE and " " in text) or len(_UNSPACED.findall(text)) >= _PROSE // 2

    @property
    def is_headline(self) -> bool:
        """Whether it is a linked headline, maybe with its date: another article's."""
        if self.linked < 0.5 or len(self.text) < _SHORTEST_HEADLINE or self.tag == "h1" or self.role == "byline":
            return False
        return self.linked >= 0.8 or bool(_DATED.search(self.text))

    @property
    def is_filing(self) -> bool:
        """Whether it says where an article is filed, as WordPress does: its links say that they are that."""
        if not self.linked or not self.folded.startswith(_FILED):
            return False
        return any("tag" in (link.get("rel") or "").lower().split() for link in self.element.iter("a"))


@attrs.frozen(eq=False)
class BlockTree:
    """The blocks of an element in order, and for each block element in it the slice of blocks it holds."""

    root: Element
    blocks: list[Block]
    spans: dict[Element, tuple[int, int]]
    """First and past-the-last index in `blocks`, in the order in which the elements end."""


@attrs.frozen(eq=False)
class Hints:
    """What is known of a page before the walk."""

    roles: Mapping[Element, tuple[Role, str]] = {}
    """The roles of elements, whatever their names hint at, with who says so: RULE or PROFILE."""
    skipped: frozenset[Element] = frozenset()
    """Elements that are not read."""
    captions: frozenset[str] = frozenset()
    """Steps (`element_path`) of what is a caption on this site."""
    named: bool = True
    """Whether names hint at anything."""
    outlets: tuple[str, ...] = ()
    """Names of the site itself."""
