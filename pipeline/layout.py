"""Where on a page the article stands: its headline, the header below that, the text, and what is near."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs
from cssselect import HTMLTranslator

from pipeline.blocks import read_blocks
from pipeline.container import find_container, is_prose, teasers
from pipeline.title import find_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.blocks import Block, Reading
    from pipeline.metadata import Stated
    from pipeline.page import Element, Page
    from pipeline.roles import Role
    from pipeline.site import Rules

_HEADER = 30  # blocks between headline and text that may be a header
_UNTITLED = 6  # and as many where no headline is printed
_NEAR = 10  # blocks above the headline or below the text that may belong to it
_MARKS: tuple[tuple[str, Role], ...] = (
    ("title", "title"), ("sapo", "sapo"), ("date", "date"), ("authors", "byline"), ("caption", "caption"),
)  # fmt: skip


@attrs.frozen(eq=False)
class Layout:
    """A page's blocks and where in them the article's parts begin and end. `rules` are the site rules that matched.

    `headline` is the block of the printed title.
    """

    reading: Reading
    container: Element
    title: str | None
    header_at: int
    text_at: int
    end: int
    teased: frozenset[Block]
    rules: Rules | None = None
    headline: Block | None = None

    @property
    def above(self) -> Sequence[Block]:
        """The blocks just above the headline."""
        return self.reading.blocks[max(0, self.header_at - 1 - _NEAR) : max(0, self.header_at - 1)]

    @property
    def header(self) -> Sequence[Block]:
        """The blocks between headline and text: the sapo, the date, the byline, a leading picture."""
        return self.reading.blocks[self.header_at : self.text_at]

    @property
    def text(self) -> Sequence[Block]:
        """The blocks of the container, from the headline on where it holds that."""
        return self.reading.blocks[self.text_at : self.end]

    @property
    def below(self) -> Sequence[Block]:
        """The blocks just below the text, as far as no other prose begins."""
        blocks = self.reading.blocks[self.end : self.end + _NEAR]
        stop = next((place for place, block in enumerate(blocks) if is_prose(block)), len(blocks))
        return blocks[:stop]

    @property
    def profile(self) -> str | None:
        """A short name for the rules that read the page."""
        return hashlib.sha256(repr(self.rules).encode()).hexdigest()[:8] if self.rules else None


def lay_out(page: Page, stated: Stated, rules: Sequence[Rules], *, named: bool = True) -> Layout:
    """Find the article's parts: where the first of the rules whose body matches says, else where the prose is.

    `named` is whether the names of elements are believed.
    """
    body = page.root.find("body")
    used, chosen = _first_match(body, rules)
    reading = read_blocks(body, _marks(body, used) if used else None, named=named)
    title, place = find_title(reading, stated, urlsplit(page.url).hostname or "")
    teased = teasers(reading, place)
    container = chosen if chosen in reading.spans else find_container(reading, teased)
    if container is None:
        container = body
    begin, end = reading.spans[container]
    if place is not None and place < end:
        header_at, text_at = place + 1, max(place + 1, begin)
    else:
        header_at, text_at = max(0, begin - _UNTITLED), begin
    header_at = max(header_at, text_at - _HEADER)
    headline = reading.blocks[place] if place is not None else None
    return Layout(reading, container, title, header_at, text_at, end, teased, used, headline)


def _first_match(body: Element, rules: Sequence[Rules]) -> tuple[Rules | None, Element | None]:
    """Return the first rules whose body selector matches, with the element around all that it matches.

    Rules without a body match where their title, sapo or date does; the container is then found.
    """
    for rule in rules:
        found = select(body, rule.body) if rule.body else []
        if found:
            return rule, _around(found)
        if not rule.body and any(select(body, getattr(rule, name)) for name in ("title", "sapo", "date")):
            return rule, None
    return None, None


def _around(found: Sequence[Element]) -> Element:
    """Return the smallest element around all of these."""
    common = [found[0], *found[0].iterancestors()]
    for element in found[1:]:
        own = {element, *element.iterancestors()}
        common = [ancestor for ancestor in common if ancestor in own]
    return common[0]


def _marks(body: Element, rules: Rules) -> dict[Element, Role]:
    """Return which elements the rules give which role."""
    marks: dict[Element, Role] = {}
    for name, role in _MARKS:
        marks.update(dict.fromkeys(select(body, getattr(rules, name)), role))
    for selector in rules.remove:
        marks.update(dict.fromkeys(select(body, selector), "rule"))
    return marks


def select(body: Element, selector: str | None) -> list[Element]:
    """Return the elements of a body that a CSS selector matches."""
    return body.xpath(HTMLTranslator().css_to_xpath(selector)) if selector else []
