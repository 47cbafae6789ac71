"""read_body(): the container line by line: each block is text, a picture, a caption, or removed with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.body.body import Body, Picture
from pipeline.extraction.body.captions import address, frame_of, is_avatar, is_caption, is_video, leads_away
from pipeline.extraction.body.ending import cut_headings, cut_tools, settle_dates, sign
from pipeline.extraction.body.rules import first_removal, repetition
from pipeline.extraction.html import BOILERPLATE
from pipeline.extraction.layout import headlines_near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block, Element
    from pipeline.extraction.layout import Layout

_CAPTION_WINDOW = 5  # blocks behind a line that may tell whether it is a caption


def read_body(blocks: Sequence[Block], layout: Layout) -> Body:
    """Read the blocks of a page's text, or of its header."""
    body = Body(layout)
    for place, block in enumerate(blocks):
        if block.media is not None:
            _read_picture(blocks, place, body)
        elif removal := first_removal(block, body):
            body.remove(block, removal)
        elif picture := captioned_picture(block, blocks[place + 1 : place + 1 + _CAPTION_WINDOW], body):
            body.add_caption(picture, block)
        elif removal := repetition(block, body):
            body.remove(block, removal)
        else:
            body.add_line(block)
    settle_dates(body)
    cut_tools(body)
    sign(body)
    if cut_headings(body):
        sign(body)  # what was cut stood behind the byline
    return body


def _read_picture(blocks: Sequence[Block], place: int, body: Body) -> None:
    """Add a picture that is the article's: no portrait of its writer, none that leads to another article."""
    block = blocks[place]
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    if is_avatar(block.media, following):
        body.portrayed = following
    elif block.role not in BOILERPLATE and not (leads_away(block.media) and any(headlines_near(blocks, place))):
        url = address(block.media, body.layout.page)
        if url or is_video(block.media):
            body.add_picture(block, url)


def captioned_picture(block: Block, following: Sequence[Block], body: Body) -> Picture | None:
    """Picture whose caption a line is, None where it is text. `following` are the blocks right behind it.

    A caption that no picture was found for gets one without an address.
    """
    frame = frame_of(block, body.layout.container)
    if block.role not in {"caption", "credit"} and frame is None:
        bare = body.uncaptioned
        if bare is None or bare.caption:
            return None
        line = next((after for after in following if after.text and after.role is None), None)
        if not is_caption(block, bare.block, line):
            return None
    return _picture_in(frame, body) or Picture(block, None)


def _picture_in(frame: Element | None, body: Body) -> Picture | None:
    """Last picture of a frame; without a frame the one just before."""
    if frame is None or not body.pictures:
        return body.uncaptioned
    last = body.pictures[-1]
    element = last.block.element
    return last if element is frame or frame in element.iterancestors() else None
