"""compose(): an article out of a page that is laid out: each field from where it is printed, against what is stated."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from pipeline.article import Article, Removed
from pipeline.extraction.body import read_body
from pipeline.extraction.fields import (
    block_source,
    choose_modified,
    choose_publication,
    credit,
    find_sapo,
    printed_bylines,
    printed_dates,
    printed_section,
    section_above,
    section_labelled,
    tag_box,
    tags_by_rel,
    tags_in,
    text_source,
    title_source,
)
from pipeline.extraction.layout import refuse
from pipeline.extraction.lines import language_of
from pipeline.extraction.observe import Evidence
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from pipeline.article import Image
    from pipeline.extraction.body import Body
    from pipeline.extraction.fields import Credit, PrintedBylines, Publication
    from pipeline.extraction.html import Block, Stated
    from pipeline.extraction.layout import Layout

    SecondOpinion = Callable[[], tuple[str, ...]]

_CLOSING = 4  # blocks right below the text that may hold its date, where none stands above
_BEGINNING = 4  # blocks of the container that may be part of the header

T = TypeVar("T")


@attrs.frozen(eq=False)
class ReadParts:
    """A page that is laid out, its lines read: `header` stands between headline and text, `body` is the container."""

    stated: Stated
    layout: Layout
    header: Body
    body: Body

    @property
    def promises_text(self) -> bool:
        """Whether the page says it is an article, and what was read of it can't be a photo story."""
        return self.stated.is_article and not any(image.caption for image in self.body.images)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """Pictures of header and container, each once."""
        return tuple(dict.fromkeys((*self.header.images, *self.body.images)))

    @property
    def beginning(self) -> Sequence[Block]:
        """The header and the first blocks of the container, which may belong to it."""
        return (*self.layout.header, *self.layout.text[:_BEGINNING])


@attrs.frozen(eq=False)
class _Field(Generic[T]):
    """What was read of one field, where (None: nowhere), and the blocks that it is printed in."""

    value: T
    source: str | None = None
    blocks: Sequence[Block] = ()


@attrs.frozen(eq=False)
class _Fields:
    """What was read of an article's fields."""

    sapo: Block | None
    paragraphs: _Field[tuple[str, ...]]
    bylines: PrintedBylines
    credit: Credit
    section: _Field[str | None]
    tags: _Field[tuple[str, ...]]
    published: _Field[Publication]
    modified_at: str | None


@attrs.frozen(eq=False)
class Composed:
    """An article, and which blocks of its page it was made of."""

    article: Article
    evidence: Evidence


def read_parts(stated: Stated, layout: Layout) -> ReadParts:
    """Read the lines of a laid-out page's text, and of its header."""
    return ReadParts(stated, layout, read_body((*layout.lead, *layout.header), layout), read_body(layout.text, layout))


def compose(parts: ReadParts, now: datetime | None, second_opinion: SecondOpinion = tuple) -> Composed:
    """Put the article together. Raises Unreadable where the page holds none.

    `second_opinion` is asked for paragraphs where the page promises some and none were found.
    """
    sapo, is_first = find_sapo(parts.header, parts.body, fold(parts.layout.page.meta("og:description", "description")))
    paragraphs = _paragraphs(parts, None if is_first else sapo, second_opinion)
    refuse(parts.layout, parts.stated, paragraphs.value, parts.images)
    bylines = printed_bylines(parts.layout, parts.header, parts.body)
    published = _published(parts, now)
    fields = _Fields(
        sapo=sapo,
        paragraphs=paragraphs,
        bylines=bylines,
        credit=credit(bylines, parts.stated, parts.layout.outlets, paragraphs.value),
        section=_section(parts),
        tags=_tags(parts),
        published=published,
        modified_at=choose_modified(parts.stated.modified, published.value, now),
    )
    return Composed(_article(parts, fields), _evidence(parts, fields))


def _paragraphs(parts: ReadParts, sapo: Block | None, second_opinion: SecondOpinion) -> _Field[tuple[str, ...]]:
    """The text, a sapo that stands above it first; a second opinion's where none was found and some is promised."""
    blocks = (*([sapo] if sapo else []), *parts.body.lines)
    if blocks:
        return _Field(tuple(block.text for block in blocks), text_source(parts.layout))
    paragraphs = second_opinion() if parts.promises_text else ()
    return _Field(paragraphs, "second opinion" if paragraphs else None)


def _published(parts: ReadParts, now: datetime | None) -> _Field[Publication]:
    """The publication, and the block that the first of the printed dates stands in."""
    layout, body = parts.layout, parts.body
    dates = list(printed_dates(layout.above, (*parts.beginning, *body.dates), now))
    if not dates and not parts.stated.published:
        dates = list(printed_dates((), body.closing or layout.below[:_CLOSING], now))
    publication = choose_publication(parts.stated.published, dates, now)
    return _Field(publication, publication.method, [date.block for date in dates[:1]])


def _section(parts: ReadParts) -> _Field[str | None]:
    """The section: printed in a breadcrumb, stated, labelled below the headline, or the link right above it."""
    layout = parts.layout
    crumbs = [block for block in layout.tree.blocks[: layout.header_at] if block.role == "breadcrumb"]
    if printed := printed_section((*crumbs, *layout.above, *layout.header), layout.title or ""):
        return _Field(printed[0], "page breadcrumb", [printed[1]])
    if parts.stated.section:
        return _Field(parts.stated.section, "head")
    if labelled := section_labelled(parts.beginning):
        return _Field(labelled[0], "page, below the headline", [labelled[1]])
    if above := section_above(layout.above):
        return _Field(above[0], "page, above the headline", [above[1]])
    return _Field(None)


def _tags(parts: ReadParts) -> _Field[tuple[str, ...]]:
    """The tags: those of the tag box, else what is stated."""
    after = parts.layout.tree.blocks[parts.layout.text_at :]
    box = tag_box(after) or tags_by_rel(after)
    if printed := tags_in(box):
        return _Field(printed, "page tag box", box[:1])
    tags = parts.stated.tags
    return _Field(tags, "head" if tags else None, box[:1])


def _article(parts: ReadParts, fields: _Fields) -> Article:
    layout, publication = parts.layout, fields.published.value
    return Article(
        url=layout.page.url,
        title=layout.title,
        sapo=fields.sapo.text if fields.sapo else None,
        paragraphs=fields.paragraphs.value,
        authors=fields.credit.authors,
        agency=fields.credit.agency,
        section=fields.section.value,
        tags=fields.tags.value,
        images=parts.images,
        published_at=publication.at,
        published_precision=publication.precision,
        published_method=publication.method,
        published_raw=publication.raw,
        modified_at=fields.modified_at,
        canonical_url=layout.page.canonical,
        language=language_of(" ".join(fields.paragraphs.value) or layout.title or ""),
        removed=tuple(_removed(parts, fields.sapo)),
        sources=tuple(_sources(parts, fields)),
    )


def _sources(parts: ReadParts, fields: _Fields) -> Iterator[tuple[str, str]]:
    """Where each field that has a value was read (docs/extraction.md names the places)."""
    layout = parts.layout
    sources = {
        "title": title_source(layout),
        "sapo": block_source(fields.sapo) if fields.sapo else None,
        "paragraphs": fields.paragraphs.source,
        **fields.credit.sources,
        "section": fields.section.source,
        "tags": fields.tags.source,
        "images": text_source(layout) if parts.images else None,
        "published_at": fields.published.source,
        "modified_at": "head" if fields.modified_at else None,
        "canonical_url": "link rel=canonical" if layout.page.canonical else None,
        "language": "letters",
    }
    return ((field, source) for field, source in sources.items() if source)


def _evidence(parts: ReadParts, fields: _Fields) -> Evidence:
    layout = parts.layout
    return Evidence(
        layout=layout,
        lines=parts.body.lines,
        removed=[*parts.header.removed, *parts.body.removed],
        captions=frozenset((*parts.header.captions, *parts.body.captions)),
        parts={
            "title": [layout.headline] if layout.headline else [],
            "byline": fields.bylines.blocks[:1],
            "sapo": [fields.sapo] if fields.sapo else [],
            "date": fields.published.blocks,
            "section": fields.section.blocks,
            "tags": fields.tags.blocks,
        },
        others=[*layout.lead, *layout.header, *fields.bylines.blocks],
    )


def _removed(parts: ReadParts, sapo: Block | None) -> Iterator[Removed]:
    """What was left out: of the header, what stood there and is not the sapo, and of the text."""
    yield from (Removed(block.text, reason) for block, reason in parts.header.removed)
    for block in parts.header.lines:
        if sapo is None or block.element is not sapo.element:
            yield Removed(block.text, "above the text")
    yield from (Removed(block.text, reason) for block, reason in parts.body.removed)
