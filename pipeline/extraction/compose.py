"""compose(): an article out of a page that is laid out: each field from where it is printed, against what is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.article import Article, Removed
from pipeline.extraction.body import read_story
from pipeline.extraction.fields import (
    Printed,
    block_source,
    choose,
    credit,
    find_sapo,
    modified,
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
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from pipeline.extraction.body import Story
    from pipeline.extraction.html import Block, Page, Stated
    from pipeline.extraction.layout import Layout


_CLOSING = 4  # blocks right below the text that may hold its date, where none stands above


@attrs.frozen(eq=False)
class Draft:
    """A laid-out page read through: `header` is what stands between headline and text, `story` the text."""

    page: Page
    stated: Stated
    layout: Layout
    outlets: tuple[str, ...]
    header: Story
    story: Story

    @property
    def promises_text(self) -> bool:
        """Whether the page says it is an article, and what was read of it can't be a photo story."""
        return self.stated.is_article and not any(image.caption for image in self.story.images)


@attrs.frozen(eq=False)
class Composed:
    """An article, and which blocks of its page it was made of."""

    article: Article
    evidence: Evidence


def draft(page: Page, stated: Stated, layout: Layout, host: str) -> Draft:
    """Read the text of a laid-out page, and its header."""
    outlets = (*stated.outlets, host)
    header, story = (read_story(part, layout, page, outlets) for part in ((*layout.lead, *layout.header), layout.text))
    return Draft(page, stated, layout, outlets, header, story)


def compose(read: Draft, now: datetime | None, second_opinion: Callable[[], tuple[str, ...]] = tuple) -> Composed:
    """Put the article together. Raises Unreadable where the page holds none.

    `second_opinion` is asked for paragraphs where the page promises some and none were found.
    """
    layout, stated = read.layout, read.stated
    sapo, is_first = find_sapo(read.header, read.story, fold(read.page.meta("og:description", "description")))
    lines = [block for block in (None if is_first else sapo, *read.story.lines) if block is not None]
    paragraphs = tuple(block.text for block in lines)
    asked = not paragraphs and read.promises_text
    if asked:
        paragraphs = second_opinion()
    images = tuple(dict.fromkeys((*read.header.images, *read.story.images)))
    refuse(layout, stated, read.page.url, paragraphs, images)
    bylines = printed_bylines(layout, read.header, read.story)
    credited = credit(bylines, stated, read.outlets, paragraphs)
    section, section_source, trail = _section(layout, stated)
    tags, tags_source, box = _tags(layout, stated)
    dates, dated = printed_dates(layout.above, (*layout.header, *layout.text[:4], *read.story.dates), now)
    if not dates and not stated.published:
        dates, dated = printed_dates((), read.story.closing or layout.below[:_CLOSING], now)
    published = choose(stated.published, dates, now)
    changed = modified(stated.modified, published, now)
    sources = {
        "title": title_source(layout),
        "sapo": block_source(sapo) if sapo else None,
        "paragraphs": ("second opinion" if asked else text_source(layout)) if paragraphs else None,
        **credited.sources,
        "section": section_source,
        "tags": tags_source,
        "images": text_source(layout) if images else None,
        "published_at": published.method,
        "modified_at": "head" if changed else None,
        "canonical_url": "link rel=canonical" if read.page.canonical else None,
        "language": "letters",
    }
    article = Article(
        url=read.page.url,
        title=layout.title,
        sapo=sapo.text if sapo else None,
        paragraphs=paragraphs,
        authors=credited.authors,
        agency=credited.agency,
        section=section,
        tags=tags,
        images=images,
        published_at=published.at,
        published_precision=published.precision,
        published_method=published.method,
        published_raw=published.raw,
        modified_at=changed,
        canonical_url=read.page.canonical,
        language=language_of(" ".join(paragraphs) or layout.title or ""),
        removed=tuple(_removed(read, sapo)),
        sources=tuple((field, source) for field, source in sources.items() if source),
    )
    parts = {"sapo": [sapo] if sapo else [], "date": dated[:1], "section": trail, "tags": box[:1]}
    return Composed(article, _evidence(read, bylines, parts))


def _evidence(read: Draft, bylines: Printed, parts: dict[str, list[Block]]) -> Evidence:
    headline = read.layout.headline
    return Evidence(
        layout=read.layout,
        lines=read.story.lines,
        removed=[*read.header.removed, *read.story.removed],
        captions=frozenset((*read.header.captions, *read.story.captions)),
        parts={"title": [headline] if headline else [], "byline": bylines.blocks[:1], **parts},
        others=[*read.layout.lead, *read.layout.header, *bylines.blocks],
    )


def _section(layout: Layout, stated: Stated) -> tuple[str | None, str | None, list[Block]]:
    """Return the section and where it was read: printed in a breadcrumb, stated, or right above the headline."""
    crumbs = [block for block in layout.tree.blocks[: layout.header_at] if block.role == "breadcrumb"]
    if printed := printed_section((*crumbs, *layout.above, *layout.header), layout.title or ""):
        return printed[0], "page breadcrumb", [printed[1]]
    if stated.section:
        return stated.section, "head", []
    if labelled := section_labelled((*layout.header, *layout.text[:4])):
        return labelled[0], "page, below the headline", [labelled[1]]
    if above := section_above(layout.above):
        return above[0], "page, above the headline", [above[1]]
    return None, None, []


def _tags(layout: Layout, stated: Stated) -> tuple[tuple[str, ...], str | None, list[Block]]:
    """Return the tags and where they were read: the tag box, else what is stated."""
    after = layout.tree.blocks[layout.text_at :]
    box = tag_box(after) or tags_by_rel(after)
    if printed := tags_in(box):
        return printed, "page tag box", box
    return stated.tags, "head" if stated.tags else None, []


def _removed(read: Draft, sapo: Block | None) -> Iterator[Removed]:
    """Yield what was left out: of the header, what stood there and is not the sapo, and of the text."""
    yield from (Removed(block.text, reason) for block, reason in read.header.removed)
    for block in read.header.lines:
        if sapo is None or block.element is not sapo.element:
            yield Removed(block.text, "above the text")
    yield from (Removed(block.text, reason) for block, reason in read.story.removed)
