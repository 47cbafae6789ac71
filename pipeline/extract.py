"""extract(): a page's bytes -> its Article. Pure: the same bytes, rules and moment give the same article.

The page is parsed once and walked once, into blocks. The container that holds the article is found by its prose, or
named by a site's rule; what stands in it is read line by line, what stands around the headline tells sapo, date and
byline; what the head states is weighed against what is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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
from pipeline.story import read_story
from pipeline.text import fold
from pipeline.topics import printed_section, printed_tags, section_above

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
    authors, agency = _credit(_bylines(layout, header, story, outlets), stated, outlets, paragraphs)
    published = choose(
        stated.published, printed_dates(layout.above, (*layout.header, *layout.text[:4], *story.dates), now), now
    )
    return Article(
        url=url,
        title=layout.title,
        sapo=sapo.text if sapo else None,
        paragraphs=paragraphs,
        authors=authors,
        agency=agency,
        section=printed_section((*layout.above, *layout.header), layout.title or "")
        or stated.section
        or section_above(layout.above),
        tags=printed_tags(layout.reading.blocks[layout.text_at :]) or stated.tags,
        images=images,
        published_at=published.at,
        published_precision=published.precision,
        published_method=published.method,
        published_raw=published.raw,
        modified_at=modified(stated.modified, published, now),
        canonical_url=page.canonical,
        language=language_of(" ".join(paragraphs) or layout.title or ""),
        removed=(*_left_over(header, sapo), *story.removed),
        extractor=EXTRACTOR,
        profile=layout.profile,
    )


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


def _bylines(layout: Layout, header: Story, story: Story, outlets: Iterable[str]) -> list[Byline]:
    """Return the bylines as printed: a site rule's alone, else those below the headline, in the text, below that."""
    marked = [block for block in layout.reading.blocks if block.marked and block.role == "byline"]
    named = [block for block in (*layout.above, *layout.header) if block.inner == "byline"]
    below = [block for block in layout.below if {block.role, block.inner} & {"byline", "source"}]
    if marked:
        return [read_byline(line, outlets) for block in marked for line in block.lines]
    read = [[read_byline(line, outlets) for block in blocks for line in block.lines] for blocks in (named, below)]
    return [*header.bylines, *read[0], *story.bylines, *read[1]]


def _credit(
    printed: Sequence[Byline], stated: Stated, outlets: Iterable[str], paragraphs: Sequence[str]
) -> tuple[tuple[str, ...], str | None]:
    """Return authors and agency: printed before stated; an agency's dateline where no byline names one."""
    authors = tuple(dict.fromkeys(author for byline in printed for author in byline.authors))
    agency = next((byline.agency for byline in printed if byline.agency), None)
    for name in stated.authors if not authors else ():
        byline = read_byline(name, outlets)
        authors, agency = byline.authors, agency or byline.agency
        if authors:
            break
    dateline = next((found for line in paragraphs[:2] if (found := _DATELINE.match(line))), None)
    return authors, agency or (agency_of(dateline[1]) if dateline else None)
