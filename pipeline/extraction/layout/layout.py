"""Where on a page the article stands: its headline, the header below that, the text, and what is near."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs
from cssselect import HTMLTranslator
from lxml import etree

from pipeline.errors import KhobaoError
from pipeline.extraction.html import PROFILE, RULE, Hints, find, read_blocks, step_of
from pipeline.extraction.layout.container import find_container, teasers
from pipeline.extraction.layout.headline import find_headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.config import Rules
    from pipeline.extraction.html import Block, BlockTree, Element, Page, Role, Stated
    from pipeline.extraction.profile import ReadingRules, Template

_HEADER = 30  # blocks between headline and text that may be a header
_UNTITLED = 6  # and as many where no headline is printed
_NEAR = 10  # blocks above the headline or below the text that may belong to it
_MARKS: tuple[tuple[str, Role], ...] = (
    ("title", "title"), ("sapo", "sapo"), ("date", "date"), ("authors", "byline"), ("caption", "caption"),
)  # fmt: skip
_PARTS: dict[str, Role] = {"title": "title", "sapo": "sapo", "date": "date", "byline": "byline"}


class Misfit(KhobaoError):
    """A page does not have the layout it was taken for: the general reader takes over."""


@attrs.frozen(eq=False)
class Layout:
    """A page's blocks, and where in them the article's parts begin and end."""

    page: Page
    outlets: tuple[str, ...]
    """Names of the page's own site, which sign no article."""
    tree: BlockTree
    container: Element
    """What the text stands in."""
    title: str | None
    teased: frozenset[Block]
    """Prose that belongs to another article's headline."""
    header_at: int = 0
    """Index of the first block below the headline."""
    text_at: int = 0
    """Index of the text's first block."""
    end: int = 0
    """Index past the text's last block."""
    rules: Rules | None = None
    """The site's own rules that matched."""
    headline: Block | None = None
    """The block of the printed title; None where it is only stated."""
    template: Template | None = None
    """The layout of the site's profile that told where to look."""
    boilerplate: frozenset[str] = frozenset()
    """The site's own lines, as `profile.normal` makes them alike."""

    @property
    def above(self) -> Sequence[Block]:
        """The blocks just above the headline."""
        return self.tree.blocks[max(0, self.header_at - 1 - _NEAR) : max(0, self.header_at - 1)]

    @property
    def lead(self) -> Sequence[Block]:
        """The picture with its caption that stands right above the headline, if one does."""
        above = self.above if self.headline is not None else ()
        blocks = list(takewhile(lambda block: block.role == "caption" or block.media is not None, reversed(above)))
        is_one = any(block.media is not None and not block.linked for block in blocks)
        return blocks[::-1] if is_one and any(block.role == "caption" for block in blocks) else ()

    @property
    def header(self) -> Sequence[Block]:
        """The blocks between headline and text: the sapo, the date, the byline, a leading picture."""
        return self.tree.blocks[self.header_at : self.text_at]

    @property
    def text(self) -> Sequence[Block]:
        """The blocks of the container, from the headline on where it holds that."""
        return self.tree.blocks[self.text_at : self.end]

    @property
    def below(self) -> Sequence[Block]:
        """The blocks just below the text, as far as no other prose begins."""
        blocks = self.tree.blocks[self.end : self.end + _NEAR]
        stop = next((place for place, block in enumerate(blocks) if block.is_prose), len(blocks))
        return blocks[:stop]


def lay_out(page: Page, stated: Stated, rules: ReadingRules, *, named: bool = True) -> Layout:
    """Find the article's parts: where the first of the rules whose body matches says, else where the prose is.

    `named` is whether the names of elements are believed.
    """
    body = page.root.find("body")
    used, chosen = _first_match(body, rules.site_rules)
    outlets = outlets_of(page, stated)
    tree = read_blocks(body, Hints(dict(_ruled(body, used)), named=named, outlets=outlets))
    title, place = find_headline(tree, stated, urlsplit(page.url).hostname or "")
    teased = teasers(tree, place)
    container = chosen if chosen in tree.spans else find_container(tree, teased, place)
    layout = Layout(
        page=page,
        outlets=outlets,
        tree=tree,
        container=body if container is None else container,
        title=title,
        teased=teased,
        rules=used,
        boilerplate=rules.boilerplate,
    )
    return _between(layout, place)


def lay_out_by(template: Template, page: Page, stated: Stated, rules: ReadingRules, *, was_cut: bool) -> Layout:
    """Find the article's parts where a site's profile says; a rule of the site's file wins over it, part by part.

    `was_cut`: the page is no more than its head and the template's region. Raises Misfit where the parts do not stand
    where they should.
    """
    body = page.root.find("body")
    region = _only(body, template) if was_cut else find(body, template.region)
    if region is None:
        raise Misfit(f"no {' > '.join(template.region)}")
    used, chosen = _first_match(body, rules.site_rules)
    container = chosen if chosen is not None else find(region, template.container)
    if container is None:
        raise Misfit(f"no {template.name}")
    roles = dict(_known(region, template)) | dict(_ruled(body, used))
    roles.pop(container, None)
    skipped = frozenset(_skipped(region, template))
    outlets = outlets_of(page, stated)
    tree = read_blocks(region, Hints(roles, skipped, frozenset(template.captions), outlets=outlets))
    title, place = find_headline(tree, stated, urlsplit(page.url).hostname or "")
    if place is None and "title" in template.parts:
        raise Misfit("no headline where others stand")
    if container not in tree.spans:
        raise Misfit("the text stands in what others leave out")
    layout = Layout(
        page=page,
        outlets=outlets,
        tree=tree,
        container=container,
        title=title,
        teased=teasers(tree, place),
        rules=used,
        template=template,
        boilerplate=rules.boilerplate,
    )
    return _between(layout, place)


def outlets_of(page: Page, stated: Stated) -> tuple[str, ...]:
    """Names of a page's own site: those that its head states, and its host."""
    return (*stated.outlets, urlsplit(page.url).hostname or "")


def _between(layout: Layout, place: int | None) -> Layout:
    """Layout with the bounds of header and text, the headline being the block at a place."""
    begin, end = layout.tree.spans[layout.container]
    if place is not None and place < end:
        header_at, text_at = place + 1, max(place + 1, begin)
    else:
        header_at, text_at = max(0, begin - _UNTITLED), begin
    header_at = max(header_at, text_at - _HEADER)
    headline = layout.tree.blocks[place] if place is not None else None
    return attrs.evolve(layout, header_at=header_at, text_at=text_at, end=end, headline=headline)


def _only(body: Element, template: Template) -> Element | None:
    """Region of a page that was cut out around it."""
    region = next(body.iterchildren("*"), None)
    return region if region is not None and step_of(region) == template.region[-1] else None


def _known(region: Element, template: Template) -> Iterator[tuple[Element, tuple[Role, str]]]:
    for part, path in template.parts.items():
        if part in _PARTS and (element := find(region, path)) is not None:
            yield element, (_PARTS[part], PROFILE)


def _skipped(region: Element, template: Template) -> Iterator[Element]:
    for path, steps in template.skips:
        way = find(region, path)
        for child in way.iterchildren("*") if way is not None else ():
            if step_of(child) in steps:
                yield child


def _first_match(body: Element, rules: Sequence[Rules]) -> tuple[Rules | None, Element | None]:
    """First rules whose body selector matches, with the element around all that it matches.

    Rules without a body match where their title, sapo or date does; the container is then found.
    """
    for rule in rules:
        elements = select(body, rule.body) if rule.body else []
        if elements:
            return rule, _around(elements)
        if not rule.body and any(select(body, getattr(rule, name)) for name in ("title", "sapo", "date")):
            return rule, None
    return None, None


def _around(elements: Sequence[Element]) -> Element:
    """Smallest element around all of these."""
    common = [elements[0], *elements[0].iterancestors()]
    for element in elements[1:]:
        own = {element, *element.iterancestors()}
        common = [ancestor for ancestor in common if ancestor in own]
    return common[0]


def _ruled(body: Element, rules: Rules | None) -> Iterator[tuple[Element, tuple[Role, str]]]:
    """Which elements the rules give which role."""
    if rules is None:
        return
    for name, role in _MARKS:
        for element in select(body, getattr(rules, name)):
            yield element, (role, RULE)
    for selector in rules.remove:
        for element in select(body, selector):
            yield element, ("rule", RULE)


def select(body: Element, selector: str | None) -> list[Element]:
    """Elements of a body that a CSS selector matches."""
    return _compiled(selector)(body) if selector else []


@lru_cache(maxsize=1024)  # of a pure function: translating costs more than a page
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))
