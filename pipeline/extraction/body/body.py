"""Body: what a container, or the header above it, was found to hold."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from pipeline.article import Image
from pipeline.extraction.body.captions import credit_of, is_video
from pipeline.extraction.lines import is_label
from pipeline.text import fold

if TYPE_CHECKING:
    from pipeline.extraction.body.removal import Removal
    from pipeline.extraction.html import Block, Element
    from pipeline.extraction.layout import Layout
    from pipeline.extraction.lines import Byline

_NUMBERED = re.compile(r"\W*(?:anh|hinh|photo)?\W*\d*\W*$")
_TRAILING_BAR = re.compile(r"\s*\|\s*$")


@attrs.define(eq=False)
class Picture:
    """A picture while its caption is looked for."""

    block: Block
    """Where it stands; the caption's own block where no picture was found for it."""
    url: str | None
    """None of a player, and of a caption without a picture."""
    caption: str | None = None
    credit: str | None = None

    def as_image(self) -> Image:
        """Make it a picture of the article."""
        credit = self.credit or (credit_of(self.caption) if self.caption else None)
        return Image(self.url or "", self.caption, credit)


@attrs.define(eq=False)
class Body:
    """The blocks of a container in order, each put where it belongs. Only `read_body` and what it calls change one."""

    layout: Layout
    lines: list[Block] = attrs.field(factory=list)
    """The text."""
    removed: list[tuple[Block, str]] = attrs.field(factory=list)
    """What is no text, with the reason."""
    captions: list[Block] = attrs.field(factory=list)
    """Lines that belong to a picture."""
    bylines: list[Byline] = attrs.field(factory=list)
    """What lines that name a writer say."""
    signatures: list[Block] = attrs.field(factory=list)
    """Those lines."""
    dates: list[Block] = attrs.field(factory=list)
    """Date lines at the text's beginning."""
    pictures: list[Picture] = attrs.field(factory=list)
    uncaptioned: Picture | None = None
    """The picture that nothing but boilerplate and captions has followed yet."""
    summary: Element | None = None
    """The box of the last summary that a machine wrote."""
    portrayed: Block | None = None
    """The line that names the person whose picture comes right before it."""
    has_pictured_lead: bool = False
    """Whether the first picture stands right after the first line."""
    _closing: list[tuple[Block, int]] = attrs.field(factory=list)
    _texts: set[str] = attrs.field(factory=set)

    @cached_property
    def title(self) -> str:
        """The headline, folded; "" where the page has none."""
        return fold(self.layout.title or "")

    @property
    def closing(self) -> tuple[Block, ...]:
        """Date lines behind all of the text, where it has two lines at least."""
        return tuple(block for block, lines in self._closing if 2 <= len(self.lines) <= lines)

    @property
    def images(self) -> tuple[Image, ...]:
        """Pictures with an address or a caption, each once; of players those with a caption."""
        pictures = (
            picture
            for picture in self.pictures
            if picture.caption or (picture.url and not is_video(picture.block.media))
        )
        return tuple(dict.fromkeys(picture.as_image() for picture in pictures))

    def is_title(self, folded: str) -> bool:
        """Whether a line is the headline again, also with a picture's number: `... ảnh 3`, `... - ảnh 1`."""
        return bool(self.title) and folded.startswith(self.title) and bool(_NUMBERED.match(folded[len(self.title) :]))

    def has_text(self, text: str) -> bool:
        """Whether the very text stands in a line or a caption already."""
        return text in self._texts

    def add_line(self, block: Block) -> None:
        """Add a line of the text."""
        self.uncaptioned = None
        self._texts.add(block.text)
        self.lines.append(block)

    def remove(self, block: Block, removal: Removal) -> None:
        """Leave a line out, and keep what it told."""
        self.removed.append((block, removal.reason))
        if removal.bylines:
            self.bylines += removal.bylines
            self.signatures.append(block)
        if removal.is_date:
            self.dates.append(block)
        if removal.may_close:
            self.close(block)
        if removal.summary is not None:
            self.summary = removal.summary

    def close(self, block: Block) -> None:
        """Note a date that is the page's own if the text ends here."""
        self._closing.append((block, len(self.lines)))

    def add_picture(self, block: Block, url: str | None) -> None:
        """Add a picture; the lines that follow may be its caption."""
        self.uncaptioned = Picture(block, url)
        self.has_pictured_lead = self.has_pictured_lead or (len(self.lines) == 1 and not self.pictures)
        self.pictures.append(self.uncaptioned)

    def add_caption(self, picture: Picture, block: Block) -> None:
        """Add a line to a picture's caption, or take it for its credit."""
        if picture.block is block:
            self.pictures.append(picture)
        text = _TRAILING_BAR.sub("", block.text)
        folded = fold(text)
        if not text or self.is_title(folded) or is_label(folded):
            self.removed.append((block, "label"))
        elif block.role in {"source", "credit", "byline"} or (picture.caption and block.inner == "source"):
            picture.credit = credit_of(text) or text
        elif picture.caption and fold(picture.caption) != folded:
            picture.caption = f"{picture.caption} {text}"
        else:
            picture.caption = text
        self._texts.add(text)
        self.captions.append(block)
