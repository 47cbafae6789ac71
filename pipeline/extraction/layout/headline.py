"""The headline: the printed line that the head confirms, else the title that it states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from pipeline.extraction.html import BOILERPLATE
from pipeline.extraction.layout.stated_title import is_name_of_site, names_no_article, names_of_site, strip_site
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block, BlockTree, Stated

_LINK = 0.8  # share of a line's letters from which it is a link
_FRONT_PATH = re.compile(r"/?(?:(?:index|default|trang-chu|home)(?:\.\w+)?/?)?", re.IGNORECASE)
_FOLLOWING = 6  # blocks: date, sapo, picture, caption may stand between headline and prose


@attrs.frozen
class _Title:
    """A stated title as printed lines are held against it: folded, and its words."""

    folded: str
    words: frozenset[str]

    @classmethod
    def of(cls, title: str) -> _Title:
        folded = fold(title).rstrip(" .…")
        return cls(folded, frozenset(folded.split()))

    def agreement(self, text: str) -> float:
        """How much of it a folded line is: 1 where it is the title or stands before the site's name.

        A long title may be stated cut short.
        """
        title = self.folded
        if title == text:
            return 1.0
        if title.startswith(text):
            return 0.95 if len(text.split()) >= 3 else 0.0
        if len(text) > 20 and (text.startswith(title) or text in title):
            return 0.9
        words = set(text.split())
        shared = len(words & self.words)
        return shared / max(len(words) + len(self.words) - shared, 1)


def find_headline(tree: BlockTree, stated: Stated, host: str) -> tuple[str | None, int | None]:
    """Headline and the index of the block it is printed in, None where it is only stated, or is nowhere.

    The printed headline that the head confirms wins; an h1 nobody confirms comes next (a skip link's or a breadcrumb's
    is shorter than a headline), then the stated title without the site's name, then any h1.
    """
    blocks = tree.blocks
    names = names_of_site(stated, host)
    stripped = {title: strip_site(title, names) for title in stated.titles}
    titles = [title for title, bare in stripped.items() if not names_no_article(bare, names)]
    bares = [stripped[title] for title in titles]
    lines = [_could_be(block) and not (block.tag == "h1" and names_no_article(block.text, names)) for block in blocks]
    place = next((at for at, block in enumerate(blocks) if block.marked and block.role == "title"), None)
    if place is None:
        place = _confirmed(blocks, lines, [_Title.of(title) for title in dict.fromkeys((*bares, *titles))])
    bare = next(filter(None, bares), None)
    if place is None and (bare is None or is_name_of_site(bare, names)):
        place = next((at for at, block in enumerate(blocks) if block.tag == "h1" and lines[at]), None)
        place = _unstated(blocks, lines) if place is None else place
    if place is not None:
        return blocks[place].text, place
    return bare or next(filter(None, stripped.values()), None), None


def _confirmed(blocks: Sequence[Block], lines: Sequence[bool], titles: Sequence[_Title]) -> int | None:
    """Index of the one of the `lines` that does best as the headline, the first of equals; None where none does."""
    scores = [_score(block, titles) if may_be else 0.0 for block, may_be in zip(blocks, lines, strict=True)]
    best = max(scores, default=0)
    return scores.index(best) if best > 0 else None


def _unstated(blocks: Sequence[Block], lines: Sequence[bool]) -> int | None:
    """Index of a headline that the head does not know, on a site that has one title for all its pages.

    It is one of the `lines` that could be, is named a title, or a heading, or bold, is no link, and prose follows soon.
    Of several in front of the same prose the longest: a section's name may stand above the headline.
    """
    for at, may_be in enumerate(lines):
        if (
            may_be
            and _is_dressed(blocks[at])
            and not any(block.is_prose for block in blocks[max(0, at - _FOLLOWING) : at])
        ):
            following = blocks[at + 1 : at + _FOLLOWING]
            prose = next((offset for offset, block in enumerate(following) if block.is_prose), None)
            if prose is not None:
                rivals = [place for place in range(at, at + prose + 1) if lines[place] and _is_dressed(blocks[place])]
                return max(rivals, key=lambda place: len(blocks[place].text))
    return None


def _is_dressed(block: Block) -> bool:
    """Whether a line looks like a headline by its dress and length, whatever it says."""
    dressed = "title" in {block.role, block.inner} or block.tag in {"h2", "h3", "h4"} or block.bold >= 0.9
    return dressed and 4 <= len(block.text.split()) <= 40 and block.linked < 0.5


def _could_be(block: Block) -> bool:
    return block.role not in BOILERPLATE and 4 <= len(block.folded) <= 300 and not _leads_home(block)


def _leads_home(block: Block) -> bool:
    """Whether a line is a link to the front page: a logo's, with the site's name or slogan."""
    if block.linked < _LINK:
        return False
    links = [*block.element.iter("a"), *block.element.iterancestors("a")]
    return any("home" in (link.get("rel") or "").split() or _is_front(link.get("href")) for link in links)


def _is_front(href: str | None) -> bool:
    parts = urlsplit((href or "").strip())
    return bool(parts.path or parts.netloc) and not parts.query and _FRONT_PATH.fullmatch(parts.path) is not None


def _score(block: Block, titles: Sequence[_Title]) -> float:
    """How well a block would do as the headline; 0 where it would not."""
    heading = block.tag == "h1"
    folded = block.folded
    confirmed = max([title.agreement(folded) for title in titles], default=0.0)
    if confirmed > 0.9 or (confirmed > 0.5 and (heading or block.role == "title")):
        link = 0.15 if block.linked >= _LINK and block.tag[0] != "h" else 0.0  # a list of news names this page, too
        return confirmed - link + (0.5 if heading else 0.1 * (block.role == "title" or block.tag[0] == "h"))
    return 0.3 if heading and len(block.text.split()) >= 4 and block.linked < 0.9 else 0
