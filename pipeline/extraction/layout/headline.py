"""The headline: the printed line that the head confirms, else the title that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.html import BOILERPLATE
from pipeline.extraction.layout.stated_title import is_name_of_site, names_no_article, names_of_site, strip_site
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block, BlockTree, Stated

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
    place = next((at for at, block in enumerate(blocks) if block.marked and block.role == "title"), None)
    if place is None:
        place = _confirmed(blocks, [_Title.of(title) for title in dict.fromkeys((*bares, *titles))])
    bare = next(filter(None, bares), None)
    if place is None and (bare is None or is_name_of_site(bare, names)):
        place = next((at for at, block in enumerate(blocks) if block.tag == "h1" and _could_be(block)), None)
        place = _unstated(blocks) if place is None else place
    if place is not None:
        return blocks[place].text, place
    return bare or next(filter(None, stripped.values()), None), None


def _confirmed(blocks: Sequence[Block], titles: Sequence[_Title]) -> int | None:
    """Index of the block that does best as the headline, the first of equals; None where none does."""
    scores = [_score(block, titles) for block in blocks]
    best = max(scores, default=0)
    return scores.index(best) if best > 0 else None


def _unstated(blocks: Sequence[Block]) -> int | None:
    """Index of a headline that the head does not know, on a site that has one title for all its pages.

    It is named a title, or a heading, or bold, it is no label and no link, and prose follows soon.
    """
    for at, block in enumerate(blocks):
        dressed = "title" in {block.role, block.inner} or block.tag in {"h2", "h3", "h4"} or block.bold >= 0.9
        fits = _could_be(block) and 4 <= len(block.text.split()) <= 40 and block.linked < 0.5
        begins = fits and dressed and not any(block.is_prose for block in blocks[max(0, at - _FOLLOWING) : at])
        if begins and any(block.is_prose for block in blocks[at + 1 : at + _FOLLOWING]):
            return at
    return None


def _could_be(block: Block) -> bool:
    return block.role not in BOILERPLATE and 4 <= len(block.folded) <= 300


def _score(block: Block, titles: Sequence[_Title]) -> float:
    """How well a block would do as the headline; 0 where it would not."""
    if not _could_be(block):
        return 0
    heading = block.tag == "h1"
    folded = block.folded
    confirmed = max([title.agreement(folded) for title in titles], default=0.0)
    if confirmed > 0.9 or (confirmed > 0.5 and (heading or block.role == "title")):
        return confirmed + (0.5 if heading else 0.1 * (block.role == "title" or block.tag[0] == "h"))
    return 0.3 if heading and len(block.text.split()) >= 4 and block.linked < 0.9 else 0
