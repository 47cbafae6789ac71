"""Story: what a newsroom wrote, before any CMS renders it; ExpectedArticle: what a reader of its page is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import attrs

from pipeline.clock import VIETNAM
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipeline.article import Image


@attrs.frozen
class Text:
    """One paragraph."""

    kind: ClassVar[str] = "text"
    text: str


@attrs.frozen
class Subhead:
    """A heading inside the text."""

    kind: ClassVar[str] = "subhead"
    text: str


@attrs.frozen
class Photo:
    """A picture. `caption` and `credit` are apart here; how they are printed is the CMS' affair."""

    kind: ClassVar[str] = "photo"
    name: str
    caption: str
    credit: str | None = None

    @property
    def line(self) -> str:
        """The caption as most papers print it: `Người dân thu hoạch chè. Ảnh: Thanh Hà`."""
        return f"{self.caption} Ảnh: {self.credit}" if self.credit else self.caption


Block = Text | Subhead | Photo


@attrs.frozen
class Story:
    """One story in one state. An edit makes another value, `slug` stays. Times are aware; `number` counts from 1, oldest first."""

    number: int
    section: str
    title: str
    slug: str
    sapo: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    agency: str | None
    tags: tuple[str, ...]
    published: datetime
    modified: datetime

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraphs and subheads in order, without the sapo."""
        return tuple(block.text for block in self.blocks if not isinstance(block, Photo))

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The pictures in order."""
        return tuple(block for block in self.blocks if isinstance(block, Photo))


@attrs.frozen
class ExpectedArticle:
    """What extraction should find on the page of a story.

    `paragraphs` has the sapo first and subheads at their place. `published_at` is `2026-11-20T08:05:00+07:00`, a bare
    day where the page shows no more. `urls` are all addresses of the same text, `url` the first among them.
    `boilerplate` are lines that stand on the page and belong to none of the fields; captions are in `images`.
    """

    site: str
    number: int
    layout: str
    url: str
    urls: tuple[str, ...]
    title: str
    sapo: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    agency: str | None
    section: str | None
    tags: tuple[str, ...]
    images: tuple[Image, ...]
    published_at: str | None
    boilerplate: tuple[str, ...] = ()


UPDATED = "Cập nhật: "
EDITS = ("number", "sentence", "title")
PLAIN_NUMBER = re.compile(r"(?<![\d/.,])\d{2,3}(?![\d/.,%])")


def slug(text: str) -> str:
    """Return a text in the letters of an address: `xa-van-khe-mo-rong-vung-che`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:90].strip("-")


def edit(story: Story, what: str, at: datetime) -> Story:
    """Return the story with a number changed, a sentence added or the title marked (`what` is one of EDITS)."""
    if what == "title":
        return attrs.evolve(story, title=UPDATED + story.title.removeprefix(UPDATED), modified=at)
    return attrs.evolve(story, blocks=tuple(_edited(story.blocks, what, at)), modified=at)


def minute(moment: datetime) -> str:
    """Return a moment as Vietnam's wall clock to the minute, in ISO 8601."""
    return moment.astimezone(VIETNAM).replace(second=0, microsecond=0).isoformat()


def _edited(blocks: Sequence[Block], what: str, at: datetime) -> Iterator[Block]:
    texts = [number for number, block in enumerate(blocks) if isinstance(block, Text)]
    numbered = [number for number in texts if PLAIN_NUMBER.search(_text(blocks[number]))]
    place = numbered[0] if what == "number" and numbered else texts[-1]
    for number, block in enumerate(blocks):
        if number != place:
            yield block
        elif what == "number" and numbered:
            yield Text(PLAIN_NUMBER.sub(lambda found: str(int(found[0]) + 1), _text(block), count=1))
        else:
            yield Text(
                f"{_text(block)} Thông tin này được bổ sung lúc {at.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}."
            )


def _text(block: Block) -> str:
    return "" if isinstance(block, Photo) else block.text
