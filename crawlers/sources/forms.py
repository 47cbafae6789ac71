"""Further pages of a listing that are got by sending the page's form back, as ASP.NET's `__doPostBack` does."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urljoin

import attrs

from crawlers.sources.links import climb
from crawlers.sources.paging import is_next_word
from pipeline.text import clean
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 4 << 20  # of a form: IIS itself takes no more, unless it is told to (maxRequestLength)
MAX_TOKENS = 60  # of a pager: more are a calendar, or a table of links
STEPS = 4  # from a link up to the pager: a, td, tr, table

_POSTBACK = re.compile(
    r"""(?:__doPostBack\(|WebForm_DoPostBackWithOptions\(new\s+WebForm_PostBackOptions\()"""
    r"""\s*(['"])(?P<target>.+?)\1\s*,\s*(['"])(?P<argument>.*?)\3"""
)
_MORE = re.compile(r"\.{2,3}|…")
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|selected)(?:$|[\s_-])")
_MARK = "POST "  # what a form begins with as text; no URL begins so
_UNSENT = frozenset(["submit", "button", "image", "reset", "file"])


@attrs.frozen
class FormPost:
    """A page to be asked for by sending a form: its address, and the fields in their order."""

    url: str
    fields: tuple[tuple[str, str], ...]

    @property
    def body(self) -> bytes:
        """The fields as a browser sends them."""
        return urlencode(self.fields).encode()

    def as_text(self) -> str:
        """One line of text, from which `from_text` makes an equal value."""
        return _MARK + json.dumps([self.url, self.fields], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Make the value that `as_text` wrote; None of any other text, as of a URL."""
        if not text.startswith(_MARK):
            return None
        url, fields = json.loads(text.removeprefix(_MARK))
        return cls(url, tuple((name, value) for name, value in fields))


@attrs.frozen
class _Token:
    """One part of a pager: what it says, and what it sends; a part that sends nothing is the page that is shown."""

    text: str
    sends: tuple[tuple[str, str], ...]
    is_current: bool


def next_form(root: Any, url: str) -> FormPost | None:
    """The form that brings the page after this one; None where no pager sends one.

    Only a form of ASP.NET's is sent (it has `__VIEWSTATE`), and only by what says in a pager that it is the next page.
    """
    for form in root.iter("form"):
        if not any(field.get("name") == "__VIEWSTATE" for field in form.iter("input")):
            continue
        sends = _next_of(list(_pagers(form)))
        address = canonical(urljoin(url, (form.get("action") or "").strip() or url))
        if sends and address:
            names = {name for name, _ in sends}
            post = FormPost(address, (*(field for field in _fields(form) if field[0] not in names), *sends))
            return post if len(post.body) <= MAX_BYTES else None
    return None


def _next_of(pagers: list[list[_Token]]) -> tuple[tuple[str, str], ...]:
    return next((token.sends for pager in pagers if (token := _next_token(pager))), ())


def _next_token(pager: list[_Token]) -> _Token | None:
    """What of a pager leads to the next page: the number after that of this page, dots after it, or a word."""
    current = next((place for place, token in enumerate(pager) if token.is_current), None)
    number = int(pager[current].text) if current is not None else 1
    for token in pager[(current or 0) :]:
        if token.sends and not token.is_current and (token.text == str(number + 1) or _MORE.fullmatch(token.text)):
            return token
    return next((token for token in pager if token.sends and is_next_word(token.text)), None)


def _pagers(form: Any) -> Iterator[list[_Token]]:
    """Yield the parts of each pager: the smallest element around what sends a page's number, with others in it."""
    boxes: set[Any] = set()
    for element in form.iter("a", "input"):
        token = _token(element)
        if token is None or not token.sends or not (token.text.isdecimal() or is_next_word(token.text)):
            continue
        for box in climb(element, STEPS):
            tokens = list(_tokens(box)) if box not in boxes else []
            if 2 <= len(tokens) <= MAX_TOKENS:
                boxes.add(box)
                yield tokens
                break
            if box in boxes:
                break


def _tokens(box: Any) -> Iterator[_Token]:
    for element in box.iter():
        if isinstance(element.tag, str) and (token := _token(element)):
            yield token


def _token(element: Any) -> _Token | None:
    """The part of a pager that an element is: a link or a button, or the bare number of this page."""
    if element.tag == "input":
        text, sends = clean(element.get("value") or ""), _sent_by_button(element)
        return _Token(text, sends, is_current=False) if sends else None
    is_link = element.tag == "a"
    if not is_link and (len(element) or element.tag == "script"):
        return None
    text = clean("".join(element.itertext())[:100])
    sends = _sent_by_link(element) if is_link else ()
    is_number = text.isdecimal() and len(text) < 6
    around = next(iter(climb(element, 1)), None)
    marks = f"{element.get('class') or ''} {around.get('class') or '' if around is not None else ''}"
    is_current = is_number and (not sends or bool(_CURRENT.search(marks.lower())))
    return _Token(text, sends, is_current) if sends or is_number else None


def _sent_by_link(element: Any) -> tuple[tuple[str, str], ...]:
    match = _POSTBACK.search(element.get("href") or "") or _POSTBACK.search(element.get("onclick") or "")
    return (("__EVENTTARGET", match["target"]), ("__EVENTARGUMENT", match["argument"])) if match else ()


def _sent_by_button(element: Any) -> tuple[tuple[str, str], ...]:
    name, value = element.get("name"), element.get("value") or ""
    match = _POSTBACK.search(element.get("onclick") or "")
    if match:
        return (("__EVENTTARGET", match["target"]), ("__EVENTARGUMENT", match["argument"]))
    return ((name, value),) if name and (element.get("type") or "").lower() == "submit" else ()


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends of a form besides the button that was pressed."""
    for element in form.iter("input", "select", "textarea"):
        name = element.get("name")
        value = _value(element) if name and element.get("disabled") is None else None
        if value is not None:
            yield name, value


def _value(element: Any) -> str | None:
    """What a browser sends of a field; None where it sends nothing."""
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        options = list(element.iter("option"))
        option = next((option for option in options if option.get("selected") is not None), next(iter(options), None))
        return None if option is None else option.get("value") or clean(option.text or "")
    kind = (element.get("type") or "text").lower()
    is_off = kind in {"checkbox", "radio"} and element.get("checked") is None
    return None if is_off or kind in _UNSENT else element.get("value") or ""
