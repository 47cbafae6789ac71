"""Which role an element has where it stands: what its names hint at, believed as far as it costs little.

A name is not believed where the element holds more text than one of that role does, or half of the page's prose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.html.class_names import BOILERPLATE, Attributes, Role, is_footer, is_hidden, role_of
from pipeline.extraction.html.element_path import step_of
from pipeline.extraction.html.letters import letters_in, prose_in
from pipeline.extraction.lines import is_label
from pipeline.text import clean, fold

if TYPE_CHECKING:
    from pipeline.extraction.html.blocks import Hints
    from pipeline.extraction.html.page import Element

_ROLE_TAGS: dict[str, Role] = {
    "figcaption": "caption", "caption": "caption", "nav": "navigation", "footer": "navigation", "time": "date",
    "h1": "title", "address": "byline",
}  # fmt: skip
_LIMITS: dict[Role, int] = {  # letters of an element that has this role
    "caption": 1500,
    "credit": 200,
    "byline": 300,
    "source": 300,
    "date": 200,
    "sapo": 1500,
    "title": 400,
    "place": 60,
}
_EXEMPT = frozenset(("html", "body", "main"))
_IN_FOOTERS = frozenset(("tags", "breadcrumb", "byline", "source"))  # of an article
_LITTLE = 200  # letters
_TOP = 2  # elements around the footer of a page; that of an article, which may hold its byline, stands deeper
_DOUBTS = 50  # large elements with a telling name that are weighed on a page; nested ones would cost too much
_SMALL = 600  # letters of an element that is believed to be boilerplate without weighing it


class Roles:
    """The roles of one page's elements, given out while it is walked through."""

    def __init__(self, root: Element, hints: Hints) -> None:
        self._root = root
        self._captions = hints.captions
        self._role_of_names = role_of if hints.named else _hidden_only
        self._doubts = _DOUBTS
        self._prose: int | None = None

    def within(self, element: Element, attributes: Attributes, outer: Role | None, depth: int) -> Role | None:
        """Role that holds in an element. `depth` is how many block elements are around it.

        Boilerplate stays boilerplate; a footer may hold the tags, a nav the breadcrumb.
        """
        if not attributes and element.tag not in _ROLE_TAGS:  # most of what stands in a text
            return outer
        if outer not in BOILERPLATE:
            return self._own(element, attributes, depth) or outer
        if outer != "navigation":
            return outer
        role = self._own(element, attributes, depth)
        return role if role in _IN_FOOTERS else outer

    def _own(self, element: Element, attributes: Attributes, depth: int) -> Role | None:
        """Role of an element by its names, where the text it holds has the size for it."""
        tag = element.tag
        if tag in _EXEMPT or element is self._root:
            return None
        if self._captions and step_of(element) in self._captions:
            return "caption"
        role = self._role_of_names(attributes) or _ROLE_TAGS.get(tag)
        if role == "navigation" and is_footer(attributes) and (depth > _TOP or _holds_text(element.getparent())):
            role = None  # of an article
        if tag == "time" and role != "clock":
            role = "date"
        if role is None:
            return None
        if role == "control" and tag == "a" and letters_in(element, 1) == 0:
            return None  # a picture that opens larger
        if role in BOILERPLATE:
            return role if not self._holds_most(element, role) else None
        return role if letters_in(element, _LIMITS[role] + 1) <= _LIMITS[role] else None

    def _holds_most(self, element: Element, role: Role) -> bool:
        """Whether an element holds half of the page's paragraphs: then its name is not believed."""
        if role == "hidden" or self._doubts == 0 or (role != "comment" and letters_in(element, _SMALL) < _SMALL):
            return False
        self._doubts -= 1
        if role == "comment":  # readers may write more than the article has
            return _holds_headline(element) or _is_alone(element)
        if self._prose is None:
            self._prose = prose_in(self._root)
        return prose_in(element) * 2 > self._prose


def _hidden_only(attributes: Attributes) -> Role | None:
    """What names hint at on a page whose names hid all of its text."""
    return "hidden" if is_hidden(attributes) else None


def _holds_text(element: Element) -> bool:
    """Whether a headline or paragraphs stand right in an element, as in an article's."""
    return element.find("h1") is not None or element.find("p") is not None


def _is_alone(element: Element) -> bool:
    """Whether an element is all the prose there is beside a headline: comments have an article beside them."""
    around = element.getparent()
    if around is None or around.find("h1") is None:
        return False
    return prose_in(around) - prose_in(element) < _LITTLE


def _holds_headline(element: Element) -> bool:
    """Whether an h1 stands in an element that is no label, as over a box of comments."""
    headline = next(element.iter("h1"), None)
    return headline is not None and not is_label(fold(clean("".join(headline.itertext())[:200])))
