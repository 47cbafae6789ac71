"""The container read line by line: each line is text, or it is something else and is kept apart with the reason."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import attrs

from pipeline.article import Image
from pipeline.extraction.body.captions import address, credit_of, frame_of, is_avatar, is_caption, is_video, leads_away
from pipeline.extraction.body.signature import is_data, is_dressed, last_bylines, names_author
from pipeline.extraction.html import BOILERPLATE, letters_in
from pipeline.extraction.layout import headlines_near
from pipeline.extraction.lines import (
    Byline,
    are_labels,
    is_dated_byline,
    is_day,
    is_label,
    is_mostly_date,
    is_promotion,
)
from pipeline.extraction.profile import BOILERPLATE_LINE, LONGEST, normal
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block, Element, Page
    from pipeline.extraction.layout import Layout

_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*$")
_NUMBERED = re.compile(r"\W*(?:anh|hinh|photo)?\W*\d*\W*$")
_POINTER = re.compile(
    r"^(?:>+|»|\*|-|•)?\s*(?:xem them|doc them|xem tiep|tin lien quan|bai lien quan|moi ban doc|moi xem|xem ngay"
    r"|co the ban quan tam|(?:doc |xem )?bai (?:truoc|sau)|xem bai lien quan)\b"
)
_TAGS = re.compile(r"(?:tu khoa|tags?)\s?:")
_QUOTE = re.compile(r"(?:^|[\s_-])quote(?:$|[\s_]|-(?!none))")
_TIMED = re.compile(r"\W*(?:\d+\W+)?(?:thoi gian(?! dang)|tu ngay|han)\b")
_OF_TEXT = re.compile(r"\b(?:ban hanh|viet|tao)\b|thang [a-z]{2}|[’′]")  # not how a page says when it was published
_SPEAKER = re.compile(r"(?:Ông|Bà|Anh|Chị|Em|Cụ|PGS|GS|TS|ThS|BS)\b")
_SUMMARY = re.compile(r"tom tat (?:nhanh|bai viet)")
_TRAILING_BAR = re.compile(r"\s*\|\s*$")
_SHORTEST_LINK = 15  # letters of a line that is nothing but a link: a section, a tag
_BOX = 1200  # letters
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_ITEMS = _HEADINGS | {"li", "tr", "td", "th", "dt", "dd"}
_REASONS = {"hidden": "hidden", "tags": "tags", "rule": "site rule"}


@attrs.define(eq=False)
class Picture:
    """A picture while its caption is looked for."""

    block: Block
    url: str | None
    caption: str | None = None
    credit: str | None = None


@attrs.frozen(eq=False)
class Story:
    """What the container holds.

    `lines` are the blocks of the text in order, `removed` the others with the reason, `captions` those that belong to a
    picture. `bylines` is what was read of those that name someone, `signatures`; `dates` are date lines at the text's
    beginning, `closing` those behind all of it.
    `pictured_lead` says that the first picture stands right after the first line.
    """

    lines: tuple[Block, ...]
    images: tuple[Image, ...]
    removed: tuple[tuple[Block, str], ...]
    captions: tuple[Block, ...]
    bylines: tuple[Byline, ...]
    signatures: tuple[Block, ...]
    dates: tuple[Block, ...]
    closing: tuple[Block, ...] = ()
    pictured_lead: bool = False


def read_story(blocks: Sequence[Block], layout: Layout, page: Page, outlets: tuple[str, ...]) -> Story:
    """Read the blocks of a page's text, or of its header. `outlets` are the site's own names, which sign no article."""
    reader = _Reader(layout, page, outlets)
    for place, block in enumerate(blocks):
        if block.media is None:
            reader.take(block, blocks[place + 1 : place + 6])
        elif is_avatar(block.media, blocks[place + 1] if place + 1 < len(blocks) else None):
            reader.signed = blocks[place + 1]
        elif not (leads_away(block.media) and any(headlines_near(blocks, place))):
            reader.take_picture(block)
    reader.settle_dates()
    reader.cut_buttons()
    reader.sign()
    if reader.cut_end():
        reader.sign()  # what was cut stood behind the byline
    return reader.story()


class _Reader:
    """Takes blocks one after the other; at the end looks back from the last line."""

    def __init__(self, layout: Layout, page: Page, outlets: tuple[str, ...]) -> None:
        self.root = layout.container
        self.teased = layout.teased
        self.boilerplate = layout.boilerplate
        self.page = page
        self.title = fold(layout.title or "")
        self.outlets = outlets
        self.lines: list[Block] = []
        self.pictures: list[Picture] = []
        self.fresh: Picture | None = None  # the picture nothing but boilerplate has followed yet
        self.removed: list[tuple[Block, str]] = []
        self.seen: set[str] = set()
        self.captions: list[Block] = []
        self.bylines: list[Byline] = []
        self.signatures: list[Block] = []
        self.dates: list[Block] = []
        self.summary: Element | None = None  # the box of a summary that a machine wrote
        self.closing: list[tuple[Block, int]] = []
        self.waiting: set[Block] = set()  # dates within the text
        self.signed: Block | None = None  # the line that names the person whose picture comes before it
        self.pictured_lead = False

    def take(self, block: Block, following: Sequence[Block]) -> None:
        """Put one block where it belongs. `following` are those right behind it."""
        reason = self.reason(block)
        if reason is None and self.take_caption(block, following):
            return
        if reason is None and block.text in self.seen and len(block.text) > 40:
            reason = "said twice"
        if reason:
            self.removed.append((block, reason))
            return
        self.fresh = None
        self.seen.add(block.text)
        self.lines.append(block)

    def reason(self, block: Block) -> str | None:
        """Return why a block is no text of the article, None where it is."""
        role = block.role
        if role in BOILERPLATE or role == "place":
            return _REASONS.get(role, role)
        named = role in {"byline", "source"} and frame_of(block, self.root) is None and not self.is_quoted(block)
        if (named or block is self.signed) and self.take_byline(block):
            return role if named else "byline"
        if len(block.text) > LONGEST:  # no label, no headline, no line that a site puts into each of its articles
            return "related" if self.is_elsewhere(block) else None
        return self.reason_by_words(block) or ("related" if self.is_elsewhere(block) else None)

    def reason_by_words(self, block: Block) -> str | None:
        """Return why what a short block says is no text of the article."""
        if self.boilerplate and normal(block.folded) in self.boilerplate:
            return BOILERPLATE_LINE
        if self.is_title(block.folded):
            return "title again"
        if not self.lines and block.role in {None, "date"} and is_dated_byline(block.text, self.outlets):
            self.take_byline(block)
            self.dates.append(block)
            return "byline"
        if block.is_date:
            return self.reason_by_date(block)
        if not self.lines and block.role == "date" and is_mostly_date(block.text):
            self.dates.append(block)
            return "date"
        return self.reason_by_label(block)

    def reason_by_date(self, block: Block) -> str | None:
        """Return "date" for the page's own, and another article's; within the text it waits until all is read."""
        if self.lines and (self.is_subhead(block) or block.tag in _ITEMS or is_data(block)):
            return None
        if len(self.lines) > 1 and not (self.removed and self.removed[-1][1] == "related"):
            self.waiting.add(block)
            return None
        self.dates += [block] if len(self.lines) < 2 else []  # further down it is the text's, not the page's
        self.closing.append((block, len(self.lines)))
        return "date"

    def settle_dates(self) -> None:
        """Tell the dates of a chronology, which are the text's, from one that stands alone, or behind all of it."""
        while self.lines and self.lines[-1] in self.waiting:
            block = self.lines.pop()
            self.removed.append((block, "date"))
            self.closing.append((block, len(self.lines)))
        within = [block for block in self.lines if block in self.waiting] if self.waiting else []
        if len(within) == 1 and not _OF_TEXT.search(within[0].folded):
            self.lines.remove(within[0])
            self.removed.append((within[0], "date"))

    def is_subhead(self, block: Block) -> bool:
        """Tell whether a date within the text is a chronology's or an appointment: a heading, bold, or announced."""
        headed = block.tag in _HEADINGS or block.text.endswith(":") or (block.bold >= 0.9 and is_day(block.text))
        return block.role is None and (headed or bool(_TIMED.match(block.folded)))

    def reason_by_label(self, block: Block) -> str | None:
        """Return which of a site's own words a block is: a label, a summary under one, a call to its readers."""
        if block.is_label or are_labels(block.text) or (not self.lines and _is_tool(block)):
            self.summary = self.box_of(block) if _SUMMARY.match(block.folded) else self.summary
            return "label"
        if (block.linked >= 0.3 and _TAGS.match(block.folded)) or block.is_filing:
            return "tags"
        if self.summary is not None and self.summary in block.element.iterancestors():
            return "summary"
        return "promotion" if is_promotion(block.text) else None

    def box_of(self, block: Block) -> Element | None:
        """Return the small element that a label is the heading of, None where it has none of its own."""
        box = block.element if block.tag in {"div", "section", "aside", "details"} else block.element.getparent()
        return box if box is not self.root and letters_in(box, _BOX + 1) <= _BOX else None

    def is_elsewhere(self, block: Block) -> bool:
        """Tell whether a line is another article's headline or teaser, or points at one."""
        if self.lines and block.linked >= 0.8 and is_dressed(block) and names_author(block):
            return False
        only_link = block.linked >= 0.95 and len(block.text) < _SHORTEST_LINK
        return (
            block in self.teased
            or block.is_headline
            or only_link
            or (block.linked > 0.3 and bool(_POINTER.match(block.folded)))
        )

    def is_title(self, folded: str) -> bool:
        """Tell whether a line is the headline again, also with a picture's number: `... ảnh 3`, `... - ảnh 1`."""
        return bool(self.title) and folded.startswith(self.title) and bool(_NUMBERED.match(folded[len(self.title) :]))

    def take_picture(self, block: Block) -> None:
        """Note a picture of the article; one beside a linked headline is that article's and never comes here."""
        if block.role in BOILERPLATE:
            return
        url = address(block.media, self.page)
        if url or is_video(block.media):
            self.fresh = Picture(block, url)
            self.pictured_lead = self.pictured_lead or (len(self.lines) == 1 and not self.pictures)
            self.pictures.append(self.fresh)

    def take_caption(self, block: Block, following: Sequence[Block]) -> bool:
        """Give a line to its picture; False where it is text."""
        frame = frame_of(block, self.root)
        if block.role not in {"caption", "credit"} and frame is None:
            bare = self.fresh.block if self.fresh and not self.fresh.caption else None
            line = next((after for after in following if after.text and after.role is None), None) if bare else None
            if not is_caption(block, bare, line):
                return False
        picture = self.picture_in(frame)
        if picture is None:
            picture = Picture(block, None)
            self.pictures.append(picture)
        self.caption(picture, block)
        self.captions.append(block)
        return True

    def picture_in(self, frame: Element | None) -> Picture | None:
        """Return the last picture of a frame; without a frame the one just before."""
        if frame is None or not self.pictures:
            return self.fresh
        last = self.pictures[-1]
        element = last.block.element
        return last if element is frame or frame in element.iterancestors() else None

    def caption(self, picture: Picture, block: Block) -> None:
        """Add a line to a picture's caption, or take it for its credit."""
        text = _TRAILING_BAR.sub("", block.text)
        if not text or self.is_title(fold(text)) or is_label(fold(text)):
            self.removed.append((block, "label"))
        elif block.role in {"source", "credit", "byline"} or (picture.caption and block.inner == "source"):
            picture.credit = credit_of(text) or text
        elif picture.caption and fold(picture.caption) != fold(text):
            picture.caption = f"{picture.caption} {text}"
        else:
            picture.caption = text
        self.seen.add(text)

    def is_quoted(self, block: Block) -> bool:
        """Tell whether a line stands in a quotation: who is named there is who said it."""
        around = takewhile(lambda one: one is not self.root, (block.element, *block.element.iterancestors()))
        return any(
            one.tag == "blockquote" or _QUOTE.search(one.get("class") or one.get("type") or "")
            for one in islice(around, 4)
        )

    def take_byline(self, block: Block) -> bool:
        """Read a block's lines as bylines; False where they name no one and the block is long enough to be text."""
        bylines = [byline for byline in block.bylines if byline]
        self.bylines += bylines
        self.signatures += [block] if bylines else []
        return bool(bylines) or (len(block.text) < 80 and not (self.lines and _SPEAKER.match(block.text)))

    def sign(self) -> None:
        """Take the bylines off the end."""
        for block, read in last_bylines(self.lines, self.outlets, is_pictured=bool(self.pictures)):
            self.bylines[:0] = read
            self.signatures.append(block)
            self.removed.append((block, "byline"))
            self.lines.pop()

    def cut_buttons(self) -> None:
        """Drop counters and tools off the end; within the text the same words are text."""
        while len(self.lines) > 1 and _is_tool(self.lines[-1]):
            self.removed.append((self.lines.pop(), "label"))

    def cut_end(self) -> bool:
        """Drop a box's heading that is left at the end, its links gone: short, no sentence, and nothing follows it.

        Tells whether there was one.
        """
        before = len(self.lines)
        related = [block for block, reason in self.removed if reason in {"related", "tags", "comment"}]
        while len(self.lines) > 2:
            block = self.lines[-1]
            short = len(block.text) < 60 and not _SENTENCE_END.search(block.text) and block.tag != "li"
            if not (
                short
                and any(other.element is block.element or _follows(block.element, other.element) for other in related)
            ):
                break
            self.removed.append((self.lines.pop(), "label"))
        return len(self.lines) < before

    def story(self) -> Story:
        images = [
            Image(
                picture.url or "",
                picture.caption,
                picture.credit or (credit_of(picture.caption) if picture.caption else None),
            )
            for picture in self.pictures
            if picture.caption or (picture.url and not is_video(picture.block.media))
        ]
        return Story(
            lines=tuple(self.lines),
            images=tuple(dict.fromkeys(images)),
            removed=tuple((block, reason) for block, reason in self.removed if block.text),
            captions=tuple(self.captions),
            bylines=tuple(self.bylines),
            signatures=tuple(self.signatures),
            dates=tuple(self.dates),
            closing=tuple(block for block, after in self.closing if 2 <= len(self.lines) <= after),
            pictured_lead=self.pictured_lead,
        )


def _is_tool(block: Block) -> bool:
    """Tell whether a line around the text is what a button or a counter says: no sentence, no item, no caption."""
    apart = block.tag in _ITEMS or block.role in {"caption", "credit"} or block.text.startswith("-")
    return not apart and not block.text.endswith(".") and block.is_button


def _follows(first: Element, second: Element) -> bool:
    """Tell whether an element, or its parent's next sibling's content, comes right after another."""
    after = first.getnext()
    if after is None and first.getparent() is not None:
        after = first.getparent().getnext()
    return after is not None and (after is second or after in second.iterancestors())
