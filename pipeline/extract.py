"""extract(): a page's bytes -> its Article. Pure: the same bytes, rules and moment give the same article.

The page is parsed once and walked once, into blocks. The container that holds the article is found by its prose, or
named by a site's rule; what stands in it is read line by line, what stands around the headline tells sapo, date and
byline; what the head states is weighed against what is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from pipeline.article import Article, Removed
from pipeline.byline import Byline, agency_of, read_byline
from pipeline.language import language_of
from pipeline.layout import lay_out
from pipeline.listing import refuse
from pipeline.metadata import read_stated
from pipeline.page import parse
from pipeline.publication import choose, modified, printed_dates
from pipeline.sapo import find_sapo
from pipeline.second import second_opinion
from pipeline.sources import block_source, text_source, title_source
from pipeline.story import read_story
from pipeline.text import fold
from pipeline.topics import printed_section, printed_tags, section_above, section_labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.blocks import Block
    from pipeline.layout import Layout
    from pipeline.metadata import Stated
    from pipeline.page import Page
    from pipeline.site import Rules
    from pipeline.story import Story

EXTRACTOR = "general-2"  # raised when reading changes: the name is stored with each revision

_DATELINE = re.compile(r"^.{0,30}?\((TTXVN|VOV|VTV|VNA)(?:/[^)]{2,20})?\)")


def extract(
    body: bytes, url: str, *, content_type: str = "", rules: Sequence[Rules] = (), now: datetime | None = None
) -> Article:
    """Read a page. Raises Unreadable where it holds no article, and nothing else.

    `rules` are a site's, best first; the first whose `body` matches is used. `now` is the moment of the capture: what
    claims to be published more than a day later is not believed.
    """
    page = parse(body, url, content_type)
    stated = read_stated(page)
    outlets = (*stated.outlets, urlsplit(url).hostname or "")
    layout, header, story = _read(page, stated, rules, outlets)
    sapo, is_first = find_sapo(header, story, fold(page.meta("og:description", "description")))
    paragraphs = tuple(block.text for block in ([sapo] if sapo and not is_first else []) + list(story.lines))
    if not paragraphs and _promises_text(stated, story):
        paragraphs = second_opinion(body, content_type, page)
    images = tuple(dict.fromkeys((*header.images, *story.images)))
    refuse(layout, stated, url, paragraphs, images)
    credit = _credit(*_bylines(layout, header, story, outlets), stated, outlets, paragraphs)
    section, section_source = _section(layout, stated)
    tags, tags_source = _tags(layout, stated)
    published = choose(
        stated.published, printed_dates(layout.above, (*layout.header, *layout.text[:4], *story.dates), now), now
    )
    changed = modified(stated.modified, published, now)
    sources = {
        "title": title_source(layout),
        "sapo": block_source(sapo) if sapo else None,
        "paragraphs": text_source(layout) if story.lines or sapo else "second opinion" if paragraphs else None,
        **credit.sources,
        "section": section_source,
        "tags": tags_source,
        "images": text_source(layout) if images else None,
        "published_at": published.method,
        "modified_at": "head" if changed else None,
        "canonical_url": "link rel=canonical" if page.canonical else None,
        "language": "letters",
    }
    return Article(
        url=url,
        title=layout.title,
        sapo=sapo.text if sapo else None,
        paragraphs=paragraphs,
        authors=credit.authors,
        agency=credit.agency,
        section=section,
        tags=tags,
        images=images,
        published_at=published.at,
        published_precision=published.precision,
        published_method=published.method,
        published_raw=published.raw,
        modified_at=changed,
        canonical_url=page.canonical,
        language=language_of(" ".join(paragraphs) or layout.title or ""),
        removed=(*_left_over(header, sapo), *story.removed),
        extractor=EXTRACTOR,
        profile=layout.profile,
        sources=tuple((field, source) for field, source in sources.items() if source),
    )


def _section(layout: Layout, stated: Stated) -> tuple[str | None, str | None]:
    """Return the section and where it was read: printed in a breadcrumb, stated, or right above the headline."""
    if printed := printed_section((*layout.above, *layout.header), layout.title or ""):
        return printed, "page breadcrumb"
    if stated.section:
        return stated.section, "head"
    if labelled := section_labelled((*layout.header, *layout.text[:4])):
        return labelled, "page, below the headline"
    above = section_above(layout.above)
    return above, "page, above the headline" if above else None


def _tags(layout: Layout, stated: Stated) -> tuple[tuple[str, ...], str | None]:
    """Return the tags and where they were read: the tag box, else what is stated."""
    if printed := printed_tags(layout.reading.blocks[layout.text_at :]):
        return printed, "page tag box"
    return stated.tags, "head" if stated.tags else None


def _read(page: Page, stated: Stated, rules: Sequence[Rules], outlets: Sequence[str]) -> tuple[Layout, Story, Story]:
    """Return the layout and what its header and its text hold; read without believing names where they hid it all."""
    for named in (True, False):
        layout = lay_out(page, stated, rules, named=named)
        story = read_story(layout.text, layout, page, outlets)
        if story.lines or not _promises_text(stated, story):
            break
    return layout, read_story(layout.header, layout, page, outlets), story


def _promises_text(stated: Stated, story: Story) -> bool:
    """Tell whether a page says it is an article, and what was read of it can't be a photo story."""
    return stated.is_article and not any(image.caption for image in story.images)


def _left_over(header: Story, sapo: Block | None) -> Iterator[Removed]:
    """Yield what stood between headline and text and is not the sapo."""
    yield from header.removed
    for block in header.lines:
        if sapo is None or block.element is not sapo.element:
            yield Removed(block.text, "above the text")


def _bylines(layout: Layout, header: Story, story: Story, outlets: Iterable[str]) -> tuple[list[Byline], str]:
    """Return the bylines as printed, and where: a site rule's alone, else those around the text."""
    marked = [block for block in layout.reading.blocks if block.marked and block.role == "byline"]
    named = [block for block in (*layout.above, *layout.header) if block.inner == "byline"]
    below = [block for block in layout.below if {block.role, block.inner} & {"byline", "source"}]
    if marked:
        return [read_byline(line, outlets) for block in marked for line in block.lines], "site rule"
    read = [[read_byline(line, outlets) for block in blocks for line in block.lines] for blocks in (named, below)]
    return [*header.bylines, *read[0], *story.bylines, *read[1]], "page byline"


@attrs.frozen
class Credit:
    """Who wrote it. `sources` name where authors and agency were read."""

    authors: tuple[str, ...]
    agency: str | None
    sources: dict[str, str]


def _credit(
    printed: Sequence[Byline], where: str, stated: Stated, outlets: Iterable[str], paragraphs: Sequence[str]
) -> Credit:
    """Return authors and agency: printed before stated; an agency's dateline where no byline names one."""
    authors = tuple(dict.fromkeys(author for byline in printed for author in byline.authors))
    agency = next((byline.agency for byline in printed if byline.agency), None)
    sources = {"authors": where} if authors else {}
    sources |= {"agency": where} if agency else {}
    for name in stated.authors if not authors else ():
        byline = read_byline(name, outlets)
        authors = byline.authors
        if byline.agency and not agency:
            agency, sources["agency"] = byline.agency, "head"
        if authors:
            sources["authors"] = "head"
            break
    dateline = next((found for line in paragraphs[:2] if (found := _DATELINE.match(line))), None)
    if dateline and not agency and (agency := agency_of(dateline[1])):
        sources["agency"] = "dateline"
    return Credit(authors, agency, sources)
