"""The headline: what readers see, checked against what the head states; without the site's name around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extraction.html import BOILERPLATE
from pipeline.extraction.lines import FRONT_PAGE_NAMES
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extraction.html import Block, BlockTree, Stated

_JOINTS = re.compile(r"\s+[|–—·•»›>:]+\s+|\s+-{1,2}\s+|\s*\|\s*|\s+::\s+")
# With their accents: báo is a paper, bảo vệ is not.
# What some systems state as the title of each page.
_NO_TITLES = FRONT_PAGE_NAMES.union(
    ("tin tuc - su kien", "tin tuc su kien", "chi tiet", "chi tiet tin", "chi tiet bai viet",
     "chi tiet tin tuc", "bai viet", "noi dung", "news", "article", "detail", "untitled", "xem tin",
     "chitiettin", "xem chi tiet", "view", "tin chi tiet", "bai viet chi tiet", "chi tiet tin bai"),
)  # fmt: skip
_FOLLOWING = 6  # blocks: date, sapo, picture, caption may stand between headline and prose
_SITE = re.compile(
    r"^(?:báo|tạp chí|đài|cổng|trang (?:tin|thông tin|chủ)|chuyên trang|tin (?:nhanh|tức)|ubnd|ủy ban|uỷ ban|sở)\s"
    r"|\b(?:online|điện tử|news|portal|tv)\b|^[a-z0-9-]+(?:\.[a-z]+)*\.(?:vn|com|net|org)$",
    re.IGNORECASE,
)


_COMMUNE = re.compile(r"^(?:Xã|XÃ|Phường|PHƯỜNG|Huyện|Thị trấn|Thị xã|Tỉnh|Đảng bộ)(?:\s[A-ZÀ-ỸĐ][\wà-ỹ]*){1,4}$")


def find_title(tree: BlockTree, stated: Stated, host: str) -> tuple[str | None, int | None]:
    """Return the headline and the place of the block it is printed in, None where it is only stated, or is nowhere.

    The printed headline that the head confirms wins; an h1 nobody confirms comes next (a skip link's or a breadcrumb's
    is shorter than a headline), then the stated title without the site's name, then any h1.
    """
    blocks = tree.blocks
    place = next((at for at, block in enumerate(blocks) if block.marked and block.role == "title"), None)
    stripped = {title: strip_site(title, stated, host) for title in stated.titles}
    own = _own_names(stated, host)
    titles = [title for title, bare in stripped.items() if not _says_nothing(bare, own)]
    bares = [stripped[title] for title in titles]
    if place is None:
        folded = list(dict.fromkeys(map(fold, (*bares, *titles))))
        scores = [_score(block, folded) for block in blocks]
        place = scores.index(max(scores)) if max(scores, default=0) > 0 else None
    if place is not None:
        return blocks[place].text, place
    bare = next(filter(None, bares), None)
    if bare is None or _is_site(bare, own):
        place = next((at for at, block in enumerate(blocks) if block.tag == "h1" and _could_be(block)), None)
        place = _unstated(blocks) if place is None else place
        if place is not None:
            return blocks[place].text, place
    return bare or next(filter(None, stripped.values()), None), None


def _says_nothing(title: str, own: set[str]) -> bool:
    """Tell whether a stated title names a site and the sort of its pages, and no article."""
    parts = map(str.strip, _JOINTS.split(title))
    return all(fold(part) in _NO_TITLES or _COMMUNE.match(part) or _is_site(part, own) for part in parts)


def _unstated(blocks: Sequence[Block]) -> int | None:
    """Return the place of a headline that the head does not know, on a site that has one title for all its pages.

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
    return 4 <= len(block.folded) <= 300 and block.role not in BOILERPLATE


def _score(block: Block, stated: Sequence[str]) -> float:
    """Return how well a block would do as the headline; 0 where it would not."""
    if not _could_be(block):
        return 0
    heading = block.tag == "h1"
    confirmed = max((_agreement(block.folded, title) for title in stated), default=0.0)
    if confirmed > 0.9 or (confirmed > 0.5 and (heading or block.role == "title")):
        return confirmed + (0.5 if heading else 0.1 * (block.role == "title" or block.tag[0] == "h"))
    return 0.3 if heading and len(block.text.split()) >= 4 and block.linked < 0.9 else 0


def _agreement(text: str, title: str) -> float:
    """Return how much of a stated title a printed line is: 1 where it is the title or stands before the site's name.

    A long title may be stated cut short.
    """
    title = title.rstrip(" .…")
    if title == text:
        return 1.0
    if title.startswith(text):
        return 0.95 if len(text.split()) >= 3 else 0.0
    if len(text) > 20 and (text.startswith(title) or text in title):
        return 0.9
    ours, theirs = set(text.split()), set(title.split())
    return len(ours & theirs) / max(len(ours | theirs), 1)


def _own_names(stated: Stated, host: str) -> set[str]:
    """Return the names the site goes by, folded, and the section's, which often stands between."""
    bare = host.removeprefix("www.")
    return {
        *map(fold, stated.outlets),
        host,
        bare,
        bare.partition(".")[0],
        *([fold(stated.section)] if stated.section else []),
    }


def strip_site(title: str, stated: Stated, host: str) -> str:
    """Return a stated title without the site's name before or after it, or the section's between them."""
    own = _own_names(stated, host)
    while True:
        joints = list(_JOINTS.finditer(title))
        if not joints:
            return title.strip(" |-–")
        head, tail = title[: joints[0].start()], title[joints[-1].end() :]
        whole = _ends_with_site(title, own)
        if whole:
            title = title[: len(title) - whole].rstrip(" |-–—·•»")
        elif _is_site(tail, own):
            title = title[: joints[-1].start()]
        elif _is_site(head, own):
            title = title[joints[0].end() :]
        else:
            return title.strip(" |-–")


def _ends_with_site(title: str, own: set[str]) -> int:
    """Return how many letters of a title are a site's name that itself holds a joint."""
    folded = fold(title)
    if len(folded) != len(title):
        return 0
    return max((len(name) for name in own if " - " in name and folded.endswith(f"- {name}")), default=0)


def _is_site(part: str, own: set[str]) -> bool:
    folded = fold(part)
    bare = folded.replace(" ", "")
    return folded in own or bare in own or (bool(_SITE.search(part.strip())) and len(part.split()) <= 8)
