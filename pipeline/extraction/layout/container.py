"""Which element of a page holds the article: the one where its prose stands and little else does.

Each block counts for or against: prose for, links and short lines against. The element with the best sum wins, so a
body cut in two by a player, a page wrapped in a form and paragraphs in photo boxes need no rule. A list of teasers is
prose too, often more of it than the article: a teaser is known by the linked headline it shares a box with.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pipeline.extraction.html import BOILERPLATE, is_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.extraction.html import Block, BlockTree, Element

_LINES = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_PLAIN = frozenset(
    ("p", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "td", "h2", "h3", "h4", "blockquote", "br", "hr")
)
_NEAR = 6  # blocks a box may hold and still be one teaser's
_UP = 6  # elements from a text's best one up to what is named as its body


def teasers(tree: BlockTree, title_at: int | None) -> frozenset[Block]:
    """Prose blocks that belong to a linked headline: both in a box of their own, without the page's own."""
    blocks = tree.blocks
    teased: set[Block] = set()
    for other in [at for at, block in enumerate(blocks) if block.is_headline]:
        for place in range(max(0, other - 2), min(len(blocks), other + 4)):
            block = blocks[place]
            if place == other or block in teased or len(block.text) >= 600 or not block.is_prose:
                continue
            first, last = _common_span(tree, place, other)
            if title_at is not None and first <= title_at < last:
                continue
            if last - first <= _NEAR and sum(block.is_prose for block in blocks[first:last]) <= 2:
                teased.add(block)
    return frozenset(teased)


def headlines_near(blocks: Sequence[Block], place: int) -> Iterator[int]:
    """Places of linked headlines up to three blocks before and two after a block."""
    for other in (*range(place - 1, max(-1, place - 4), -1), *range(place + 1, min(len(blocks), place + 3))):
        if blocks[other].is_headline:
            yield other


def _common_span(tree: BlockTree, place: int, other: int) -> tuple[int, int]:
    """Blocks of the smallest element around two blocks."""
    low, high = min(place, other), max(place, other)
    element = tree.blocks[place].element
    while element is not None:
        first, last = tree.spans.get(element, (place, place))
        if first <= low and high < last:
            return first, last
        element = element.getparent() if element is not tree.root else None
    return 0, len(tree.blocks)


def find_container(tree: BlockTree, teased: frozenset[Block], title_at: int | None = None) -> Element | None:
    """Element that holds the article, None where nothing on the page is prose.

    The best sum wins. What stands before the text in it (a header with the sapo) is left outside when a smaller element
    holds nearly all of the prose and all of its end.
    """
    good, bad = [0], [0]
    for place, block in enumerate(tree.blocks):
        worth = 0 if block in teased else _worth(block)
        if worth and block.media is not None and any(headlines_near(tree.blocks, place)):
            worth = 0
        good.append(good[-1] + worth)
        bad.append(bad[-1] + (0 if worth else _against(block)))
    best, value = None, 0.0
    for element, (first, last) in tree.spans.items():
        total = good[last] - good[first] - 1.2 * (bad[last] - bad[first])
        if total > value:
            best, value = element, total
    if best is None:
        return None
    element = _beyond_sapo(_widen(_tighten(tree, good, best), tree), tree, teased)
    body = _whole_body(element, tree, teased, title_at)
    return body if body is not None else _with_kin(element, tree, teased, title_at)


def _widen(element: Element, tree: BlockTree) -> Element:
    """Element around a single line: no line is an article's container, however short the others are."""
    first, last = tree.spans[element]
    while element is not tree.root and (element not in tree.spans or (element.tag in _LINES and last - first < 2)):
        element = element.getparent()
    return element


def _beyond_sapo(element: Element, tree: BlockTree, teased: frozenset[Block]) -> Element:
    """Element around a sapo that is all the prose of a page: what follows are pictures, or a table."""
    first, last = tree.spans[element]
    if any("sapo" not in {block.role, block.inner} for block in tree.blocks[first:last]):
        return element
    around = next((box for box in element.iterancestors() if tree.spans.get(box, (first, last)) != (first, last)), None)
    if around is None or around is tree.root:
        return element
    following = tree.blocks[last : tree.spans[around][1]]
    is_more = any(block.media is not None and not block.linked for block in following) or any(
        block.tag == "tr" for block in following
    )
    return around if is_more and _are_text(following, teased) else element


def _whole_body(element: Element, tree: BlockTree, teased: frozenset[Block], title_at: int | None) -> Element | None:
    """What is named as the article's body around its prose, where it holds no headline and little else."""
    first, last = tree.spans[element]
    for around in islice(element.iterancestors(), _UP):
        begin, end = tree.spans.get(around, (first, last))
        if around is tree.root or (title_at is not None and begin <= title_at < end):
            return None
        if is_body(around):
            return around if _are_text((*tree.blocks[begin:first], *tree.blocks[last:end]), teased) else None
    return None


def _with_kin(element: Element, tree: BlockTree, teased: frozenset[Block], title_at: int | None) -> Element:
    """Element that holds an article's other lines too, where they stand in boxes like that of the prose.

    An invitation, a list of names, a table have few lines that count as prose; each may stand in a div of its own: then
    there is one line of prose among others made like it. What holds the headline, links or boxes of another make is no
    article's text alone.
    """
    first, last = tree.spans[element]
    branch = element
    for around in element.iterancestors():
        begin, end = tree.spans.get(around, (first, last))
        if around is tree.root or (title_at is not None and begin <= title_at < end):
            break
        if (begin, end) != (first, last):
            others = (*tree.blocks[begin:first], *tree.blocks[last:end])
            kin = last - first == 1 and _is_listed(branch, around)
            kin = kin and all(_is_kin(child, branch) for child in around if child is not branch)
            if not kin or not _are_text(others, teased):
                break
            element, first, last = around, begin, end
        branch = around
    return element


def _is_listed(branch: Element, around: Element) -> bool:
    """Whether two elements at least are made as one beside them."""
    alike = [child for child in around if child.tag == branch.tag and child.get("class") == branch.get("class")]
    return len(alike) > 2


def _is_kin(child: Element, branch: Element) -> bool:
    """Whether an element is made as one beside it is, or is a paragraph, a list, a table without a name."""
    name = child.get("class"), child.get("id")
    alike = child.tag == branch.tag and name == (branch.get("class"), branch.get("id"))
    return bool(alike or not isinstance(child.tag, str) or (child.tag in _PLAIN and name == (None, None)))


def _are_text(blocks: Sequence[Block], teased: frozenset[Block]) -> bool:
    """Whether nearly all that some blocks say is neither linked, nor boilerplate, nor a label."""
    others = 0
    for block in blocks:
        strange = block.linked >= 0.4 or block.role in BOILERPLATE or block in teased or block.is_button
        others += len(block.text) if strange else 0
    return others * 10 <= sum(len(block.text) for block in blocks)


def _worth(block: Block) -> int:
    """How much a block speaks for the element it stands in: prose by its length, captions and pictures a little.

    A photo story is little else. Other articles' pictures are links.
    """
    if block.is_prose:
        return min(len(block.text), 2000)
    if block.media is not None:
        return 40 if block.role is None and not block.linked else 0
    return len(block.text) // 3 if block.role == "caption" and block.linked < 0.4 else 0


def _against(block: Block) -> int:
    """How much a block that is no prose speaks against the element it stands in."""
    if block.role in {"caption", "byline", "source", "credit", "hidden", "sapo"} or block.media is not None:
        return 0
    if block.role in BOILERPLATE:
        return min(len(block.text), 200) // 8  # related boxes and ads do stand inside articles
    return min(len(block.text), 200) if block.linked >= 0.4 else min(len(block.text), 40) // 2


def _tighten(tree: BlockTree, good: list[int], best: Element) -> Element:
    """Smallest element in the best one that holds 90 % of its prose and all of its end.

    Of equals the innermost: spans are in the order in which their elements end.
    """
    begin, end = tree.spans[best]
    least = 0.9 * (good[end] - good[begin])
    fitting = (
        element
        for element, (first, last) in tree.spans.items()
        if begin <= first and last <= end and good[last] == good[end] and good[last] - good[first] >= least
    )
    return min(fitting, key=lambda element: tree.spans[element][1] - tree.spans[element][0])
