"""Pages that hold no article: home and section pages, empty answers, notices that something is not there."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import PageKind, Unreadable
from pipeline.extraction.lines import ends_clause, is_imprint, is_to_come, record_labels
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.article import Image
    from pipeline.extraction.html import Stated
    from pipeline.extraction.layout.layout import Layout

_GONE = re.compile(
    r"\b(?:loi|error) ?40[34]\b|\b40[34] ?(?:not found|forbidden|error|-)|page not found|access denied"
    r"|khong tim thay (?:trang|noi dung|bai|duong dan|ket qua|du lieu)"
    r"|(?:trang|noi dung|bai viet|duong dan|bai bao)(?: nay| ban \w+(?: \w+)?)?"
    r" (?:khong ton tai|da bi xoa|da bi go|khong con|khong tim thay)"
)
_FRONT_PATHS = frozenset(["", "index.html", "index.htm", "index.php", "default.aspx", "home"])
_FRONT = 900  # letters: a greeting on a front page has fewer
_STORY = 2  # captions of a photo story; the picture of a person or a building has one
_LABELS = 3  # of a record: an article may have one line that begins like one
_RECORD_PROSE = 300  # letters: a record's own summary has fewer, a notice that names a document's number and day more
_NUMBER = re.compile(r"\d")  # in a query: ?p=123 and index.php?id=123 name an article


def refuse(layout: Layout, stated: Stated, paragraphs: Sequence[str], images: Sequence[Image]) -> None:
    """Raise Unreadable where what was read is no article: says whether the page is a listing or is empty."""
    letters = sum(len(line) for line in paragraphs if len(line) >= 40 or ends_clause(line))
    links = sum(1 for block in layout.tree.blocks if block.linked >= 0.8)
    kind: PageKind = "listing" if links >= 10 else "empty"
    captions = sum(1 for image in images if image.caption)
    if not layout.title:
        raise Unreadable(f"no headline on a page of {links} links", kind)
    if letters < 600 and not stated.is_article and _GONE.search(fold(" ".join((layout.title, *paragraphs))[:600])):
        raise Unreadable("the page says that nothing is there", "empty")
    if not paragraphs and not captions:
        raise Unreadable(f"no text on a page of {links} links", kind)
    if captions < _STORY and (fault := _says_nothing(paragraphs)):
        raise Unreadable(fault, kind)
    if _is_front(layout.page.url) and letters < max(_FRONT, 40 * links):
        raise Unreadable(f"a front page of {letters} letters of prose", "listing")
    if not (stated.is_article and stated.published):
        _refuse_unstated(layout, stated, paragraphs, letters, links, captions)


def _refuse_unstated(
    layout: Layout, stated: Stated, paragraphs: Sequence[str], letters: int, links: int, captions: int
) -> None:
    """Raise Unreadable where a page that does not state an article and its day has too little prose for one."""
    # In a listing each headline has its few lines under it; an article's related links stand together.
    headlines = sum(block.is_headline and after.is_prose for block, after in itertools.pairwise(layout.text))
    if letters < _least(stated, links) and not (captions and stated.is_article):
        raise Unreadable(f"{links} links and {letters} letters of prose", "listing" if links >= 10 else "empty")
    if headlines >= 4 and headlines >= len(paragraphs):
        raise Unreadable(f"{headlines} linked headlines beside {len(paragraphs)} paragraphs", "listing")


def _says_nothing(paragraphs: Sequence[str]) -> str | None:
    """Why lines are no article's text, whatever the page states: they are the site's, a record's, or still to come."""
    if _has_prose(paragraphs):
        return None
    lines = [fold(line) for line in paragraphs]
    others = [line for line in lines if not is_imprint(line)]
    if len(others) < len(lines) and not any(map(_is_prose, others)):
        return f"{len(lines)} lines of the site's own particulars"
    if all(map(is_to_come, lines)):
        return "the page says that its text is to come"
    labels = {label for line in lines for label in record_labels(line)}
    prose = sum(len(line) for line in lines if _is_prose(line) and not record_labels(line))
    if len(labels) >= _LABELS and prose < _RECORD_PROSE:
        return f"a record of {len(labels)} labelled lines"
    return None


def _has_prose(paragraphs: Sequence[str]) -> bool:
    """Whether lines hold as much prose as no record does: most articles do in their first ones."""
    letters = 0
    for folded in map(fold, paragraphs):
        if _is_prose(folded) and not (record_labels(folded) or is_imprint(folded) or is_to_come(folded)):
            letters += len(folded)
            if letters >= _RECORD_PROSE:
                return True
    return False


def _is_prose(line: str) -> bool:
    return len(line) >= 60 or (len(line) >= 25 and ends_clause(line))


def _least(stated: Stated, links: int) -> int:
    """How many letters of prose an article needs to be one: more where nothing but links surrounds it."""
    if stated.is_article:
        return 1
    return 120 if links >= 5 else 40


def _is_front(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    parts = urlsplit(url)
    return not _NUMBER.search(parts.query) and parts.path.strip("/").lower() in _FRONT_PATHS
