"""Who wrote an article: what is printed around it before what the head states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.body import is_dressed
from pipeline.extraction.html import RULE
from pipeline.extraction.lines import Byline, agency_of, is_labelled, looks_signed, read_byline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.body import Body
    from pipeline.extraction.html import Block, Stated
    from pipeline.extraction.layout import Layout

_DATELINE = re.compile(r"^.{0,30}?\((TTXVN|VOV|VTV|VNA)(?:/[^)]{2,20})?\)")


@attrs.frozen
class PrintedBylines:
    """The bylines a page prints, the blocks they stand in, and who says that they are bylines."""

    bylines: Sequence[Byline]
    blocks: Sequence[Block]
    source: str


@attrs.frozen
class Credit:
    """Who wrote it."""

    authors: tuple[str, ...]
    agency: str | None
    """Its listed name (`lines.agencies`)."""
    sources: dict[str, str]
    """Where `authors` and `agency` were read, in the words of `provenance`."""


def printed_bylines(layout: Layout, header: Body, body: Body) -> PrintedBylines:
    """Bylines as printed: a site rule's alone, else those around the text and in it, in their order on the page."""
    ruled = [block for block in layout.tree.blocks if block.marked == RULE and block.role == "byline"]
    if ruled:
        return PrintedBylines([byline for block in ruled for byline in block.bylines], ruled, RULE)
    named = [block for block in (*layout.above, *layout.header) if block.inner == "byline"]
    below = [block for block in layout.below if {block.role, block.inner} & {"byline", "source"}]
    below = below or [block for block in layout.below[:1] if _is_signature(block)]
    beside, after = ([byline for block in blocks for byline in block.bylines] for blocks in (named, below))
    bylines = [*header.bylines, *beside, *body.bylines, *after]
    return PrintedBylines(bylines, [*header.signatures, *named, *body.signatures, *below], "page byline")


def _is_signature(block: Block) -> bool:
    """Whether the line right below the text is labelled or dressed as a byline, and names someone."""
    if block.role is not None or block.linked or block.is_button:
        return False
    return all(map(is_labelled, block.lines)) or (is_dressed(block) and all(map(looks_signed, block.lines)))


def credit(printed: PrintedBylines, stated: Stated, outlets: tuple[str, ...], paragraphs: Sequence[str]) -> Credit:
    """Decide authors and agency: printed before stated; an agency's dateline where no byline names one.

    `outlets` are the site's own names, which are never authors.
    """
    authors = tuple(dict.fromkeys(author for byline in printed.bylines for author in byline.authors))
    agency = next((byline.agency for byline in printed.bylines if byline.agency), None)
    sources = {"authors": printed.source} if authors else {}
    sources |= {"agency": printed.source} if agency else {}
    for name in stated.authors if not authors else ():
        byline = read_byline(name, outlets)
        authors = byline.authors
        if byline.agency and not agency:
            agency, sources["agency"] = byline.agency, "head"
        if authors:
            sources["authors"] = "head"
            break
    dateline = next(filter(None, map(_DATELINE.match, paragraphs[:2])), None)
    if dateline and not agency and (agency := agency_of(dateline[1])):
        sources["agency"] = "dateline"
    return Credit(authors, agency, sources)
