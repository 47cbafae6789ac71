"""RULES: in which order a line of the container is judged, and what by.

A rule looks at one line and at what the body holds so far, answers with a Removal or None, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from pipeline.extraction.body.body import Body
from pipeline.extraction.body.captions import frame_of
from pipeline.extraction.body.removal import Removal
from pipeline.extraction.body.signature import is_data, is_dressed, names_author
from pipeline.extraction.html import BOILERPLATE, Block, letters_in
from pipeline.extraction.lines import are_labels, is_dated_byline, is_day, is_mostly_date, is_promotion
from pipeline.extraction.profile import BOILERPLATE_LINE, LONGEST, normal

if TYPE_CHECKING:
    from pipeline.extraction.html import Element

Rule = Callable[[Block, Body], Removal | None]

_REASONS = {"hidden": "hidden", "tags": "tags", "rule": "site rule"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_ITEMS = _HEADINGS | {"li", "tr", "td", "th", "dt", "dd"}
_QUOTE = re.compile(r"(?:^|[\s_-])quote(?:$|[\s_]|-(?!none))")
_SPEAKER = re.compile(r"(?:Ông|Bà|Anh|Chị|Em|Cụ|PGS|GS|TS|ThS|BS)\b")
_SHORT_BYLINE = 80  # letters of a line named as a byline that is none of the text even where it names no one
_TIMED = re.compile(r"\W*(?:\d+\W+)?(?:thoi gian(?! dang)|tu ngay|han)\b")
_SUMMARY = re.compile(r"tom tat (?:nhanh|bai viet)")
_BOX = 1200  # letters of a summary's box
_TAGS = re.compile(r"(?:tu khoa|tags?)\s?:")
_POINTER = re.compile(
    r"^(?:>+|»|\*|-|•)?\s*(?:xem them|doc them|xem tiep|tin lien quan|bai lien quan|moi ban doc|moi xem|xem ngay"
    r"|co the ban quan tam|(?:doc |xem )?bai (?:truoc|sau)|xem bai lien quan)\b"
)
_SHORTEST_LINK = 15  # letters of a line that is nothing but a link: a section, a tag
_REPEATED = 40  # letters of a line that may well stand in a text twice


def first_removal(block: Block, body: Body) -> Removal | None:
    """Answer of the first rule that has one."""
    rules = RULES if len(block.text) <= LONGEST else RULES_OF_LONG_LINES
    for rule in rules:
        if (removal := rule(block, body)) is not None:
            return removal
    return None


def boilerplate_by_class(block: Block, _: Body) -> Removal | None:
    """Its class or id, or a site's rule, says that it is none of the text."""
    role = block.role
    if role is None or not (role in BOILERPLATE or role == "place"):
        return None
    return Removal(_REASONS.get(role, role))


def byline(block: Block, body: Body) -> Removal | None:
    """It is named as a byline and names a writer, or says too little to be text; or the name beside a portrait."""
    named = block.role in {"byline", "source"} and frame_of(block, body.layout.container) is None
    named = named and not _is_quoted(block, body)
    if not named and block is not body.portrayed:
        return None
    bylines = tuple(filter(None, block.bylines))
    if not bylines and (len(block.text) >= _SHORT_BYLINE or (body.lines and _SPEAKER.match(block.text))):
        return None
    return Removal(block.role if named and block.role else "byline", bylines)


def _is_quoted(block: Block, body: Body) -> bool:
    """Whether a line stands in a quotation: who is named there is who said it."""
    root = body.layout.container
    around = takewhile(lambda element: element is not root, (block.element, *block.element.iterancestors()))
    return any(
        element.tag == "blockquote" or _QUOTE.search(element.get("class") or element.get("type") or "")
        for element in islice(around, 4)
    )


def boilerplate_by_profile(block: Block, body: Body) -> Removal | None:
    """It stands on many pages of the site."""
    lines = body.layout.boilerplate
    return Removal(BOILERPLATE_LINE) if lines and normal(block.folded) in lines else None


def repeated_headline(block: Block, body: Body) -> Removal | None:
    """It is the headline again."""
    return Removal("title again") if body.is_title(block.folded) else None


def dated_byline(block: Block, body: Body) -> Removal | None:
    """Above the text: names and a date in one line."""
    if body.lines or block.role not in {None, "date"} or not is_dated_byline(block.text, block.outlets):
        return None
    return Removal("byline", tuple(filter(None, block.bylines)), is_date=True)


def publication_date(block: Block, body: Body) -> Removal | None:
    """It is a date alone, near the headline or behind another article's; one within the text waits till all is read."""
    if block.is_date:
        within = len(body.lines) > 1 and not (body.removed and body.removed[-1][1] == "related")
        if within or (body.lines and is_appointment(block)):
            return None
        # further down it is the text's, not the page's
        return Removal("date", is_date=len(body.lines) < 2, may_close=True)
    if not body.lines and block.role == "date" and is_mostly_date(block.text):
        return Removal("date", is_date=True)
    return None


def is_appointment(block: Block) -> bool:
    """Whether a date line within the text is a chronology's or an appointment: a heading, an item, or announced."""
    if block.tag in _ITEMS or is_data(block):
        return True
    headed = block.text.endswith(":") or (block.bold >= 0.9 and is_day(block.text))
    return block.role is None and (headed or bool(_TIMED.match(block.folded)))


def label(block: Block, body: Body) -> Removal | None:
    """It is a box's heading, a button, a counter."""
    if block.is_date:
        return None
    if not (block.is_label or are_labels(block.text) or (not body.lines and is_tool_line(block))):
        return None
    return Removal("label", summary=_box_of(block, body) if _SUMMARY.match(block.folded) else None)


def is_tool_line(block: Block) -> bool:
    """Whether a line around the text is what a button or a counter says: no sentence, no item, no caption."""
    apart = block.tag in _ITEMS or block.role in {"caption", "credit"} or block.text.startswith("-")
    return not apart and not block.text.endswith(".") and block.is_button


def _box_of(block: Block, body: Body) -> Element | None:
    """Small element that a label is the heading of, None where it has none of its own."""
    box = block.element if block.tag in {"div", "section", "aside", "details"} else block.element.getparent()
    return box if box is not body.layout.container and letters_in(box, _BOX + 1) <= _BOX else None


def tags(block: Block, _: Body) -> Removal | None:
    """It lists the article's tags, or where the article is filed."""
    if block.is_date:
        return None
    return Removal("tags") if (block.linked >= 0.3 and _TAGS.match(block.folded)) or block.is_filing else None


def summary(block: Block, body: Body) -> Removal | None:
    """It stands in a box that calls itself a machine's summary of the article."""
    if body.summary is None or block.is_date:
        return None
    return Removal("summary") if body.summary in block.element.iterancestors() else None


def promotion(block: Block, _: Body) -> Removal | None:
    """It asks readers to follow, subscribe, download, send in or read on."""
    return Removal("promotion") if not block.is_date and is_promotion(block.text) else None


def teaser(block: Block, body: Body) -> Removal | None:
    """It is another article's headline or teaser, or points at one."""
    if block.linked >= 0.8 and body.lines and is_dressed(block) and names_author(block):
        return None
    elsewhere = (
        block in body.layout.teased
        or block.is_headline
        or (block.linked >= 0.95 and len(block.text) < _SHORTEST_LINK)
        or (block.linked > 0.3 and bool(_POINTER.match(block.folded)))
    )
    return Removal("related") if elsewhere else None


def repetition(block: Block, body: Body) -> Removal | None:
    """It is a whole line a second time. Asked after the captions: one may say what the text does."""
    return Removal("said twice") if len(block.text) > _REPEATED and body.has_text(block.text) else None


# The first that answers wins.
RULES: tuple[Rule, ...] = (
    boilerplate_by_class,
    byline,
    boilerplate_by_profile,
    repeated_headline,
    dated_byline,
    publication_date,
    label,
    tags,
    summary,
    promotion,
    teaser,
)
# Longer than LONGEST: no label, no headline, no line that a site puts into each of its articles.
RULES_OF_LONG_LINES: tuple[Rule, ...] = (boilerplate_by_class, byline, teaser)
