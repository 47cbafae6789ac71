"""extract(): a page's bytes -> its Extraction. Pure: the same bytes, rules and moment give the same.

Read straight where the page fits a template of its site's profile: only its head and the region of the article are
parsed and walked. Else, and for a sample of those that fit, by the general reader: the page is parsed once and walked
once, into blocks; the container that holds the article is found by its prose, or named by a site's rule; what stands
in it is read line by line, what stands around the headline tells sapo, date and byline; what the head states is weighed
against what is printed. Where both read a page and do not agree, the general reader is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.errors import Unreadable
from pipeline.extraction.compose import Composed, compose, read_parts
from pipeline.extraction.extraction import Extraction
from pipeline.extraction.html import parse, read_stated
from pipeline.extraction.layout import Misfit, lay_out, lay_out_by
from pipeline.extraction.observe import observe, observe_lines
from pipeline.extraction.profile import ReadingRules, cut_region
from pipeline.extraction.trafilatura_reader import second_opinion
from pipeline.fingerprint import fingerprint, overlap

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.article import Article
    from pipeline.extraction.html import Page
    from pipeline.extraction.profile import Observation, Template

EXTRACTOR = "general-6"  # raised when reading changes: the name is stored with each revision
AGREEMENT = 0.98  # F1 of two readings' words, from which on they are one


def extract(
    body: bytes, url: str, *, content_type: str = "", rules: ReadingRules | None = None, now: datetime | None = None
) -> Extraction:
    """Read a page. Raises Unreadable where it holds no article, and nothing else.

    `rules` is what is known of its site. `now` is the moment of the capture: what claims to be published more than a
    day later is not believed.
    """
    rules = rules or ReadingRules()
    straight = _read_straight(body, url, content_type, rules, now)
    if straight is not None and rules.profile is not None and not rules.profile.audits(url):
        return _finish(straight, rules)
    page = parse(body, url, content_type)
    try:
        general = _read_generally(page, body, content_type, rules, now)
    except Unreadable:
        if straight is None:
            raise
        return _finish(straight, rules)
    fits = straight is not None and _agree(straight.article, general.article)
    best = straight if straight is not None and fits else general
    return Extraction(_signed(best, rules), attrs.evolve(_observation(general, body, rules), fits=fits))


def _read_generally(page: Page, body: bytes, content_type: str, rules: ReadingRules, now: datetime | None) -> Composed:
    """Read a page of which nothing is known but rules; without believing names where they hid it all."""
    stated = read_stated(page)
    for named in (True, False):
        layout = lay_out(page, stated, rules, named=named)
        parts = read_parts(stated, layout)
        if parts.body.lines or not parts.promises_text:
            break
    return compose(parts, now, lambda: second_opinion(body, content_type, page))


def _read_straight(
    body: bytes, url: str, content_type: str, rules: ReadingRules, now: datetime | None
) -> Composed | None:
    """Read a page by the first template of its site's profile that it fits, None where it fits none."""
    whole: Page | None = None
    for template in rules.profile.templates if rules.profile else ():
        piece = cut_region(body, template.marks) if template.marks and not rules.site_rules else None
        if template.marks and not rules.site_rules and piece is None:
            continue
        try:
            page = parse(piece, url, content_type) if piece is not None else whole or parse(body, url, content_type)
            whole = whole if piece is not None else page
            return _read_by(template, page, rules, now, was_cut=piece is not None)
        except (Misfit, Unreadable):
            continue
    return None


def _read_by(template: Template, page: Page, rules: ReadingRules, now: datetime | None, *, was_cut: bool) -> Composed:
    """Read a page by a template. Raises Misfit, or Unreadable, where it does not fit."""
    stated = read_stated(page)
    layout = lay_out_by(template, page, stated, rules, was_cut=was_cut)
    parts = read_parts(stated, layout)
    if not parts.body.lines and parts.promises_text:
        raise Misfit("no text where others have it")
    return compose(parts, now)


def _agree(article: Article, other: Article) -> bool:
    return article.title == other.title and overlap(article.paragraphs, other.paragraphs) >= AGREEMENT


def _finish(composed: Composed, rules: ReadingRules) -> Extraction:
    """What a page gives that was read straight from its site's profile."""
    article = _signed(composed, rules)
    if rules.profile is None:
        return Extraction(article)
    return Extraction(article, observe_lines(fingerprint(article), composed.evidence, rules.profile.version))


def _signed(composed: Composed, rules: ReadingRules) -> Article:
    """Article with the names of what read it."""
    return attrs.evolve(
        composed.article, extractor=EXTRACTOR, profile=rules.reading_version(composed.evidence.layout.rules)
    )


def _observation(general: Composed, body: bytes, rules: ReadingRules) -> Observation:
    version = rules.profile.version if rules.profile else None
    return observe(fingerprint(general.article), general.evidence, body, version)
