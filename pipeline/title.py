"""The headline: what readers see, checked against what the head states; without the site's name around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.roles import BOILERPLATE
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.blocks import Block, Reading
    from pipeline.metadata import Stated

_JOINTS = re.compile(r"\s+[|–—·•»›:]+\s+|\s+-{1,2}\s+|\s*\|\s*|\s+::\s+")
_SITE = re.compile(
    r"^(?:bao|tap chi|dai|cong|trang|tin (?:nhanh|tuc)|chuyen trang|tin tuc|ubnd|uy ban|so|bo)\s|\b(?:online|dien tu|news|portal|tv)\b"
    r"|^[a-z0-9-]+\.(?:vn|com|net|org)(?:\.vn)?$|\.(?:vn|com|net)\b"
)
_LEVELS = ("h1", "h2", "h3", "h4", "div", "span", "p", "td")


def find_title(reading: Reading, stated: Stated, host: str) -> tuple[str | None, int | None]:
    """Return the headline and the place of the block it is printed in, None where it is only stated, or is nowhere.

    The printed headline that the head confirms wins; an h1 nobody confirms comes next (a skip link's or a breadcrumb's h1
    is shorter than a headline), then the stated title without the site's name.
    """
    marked = next((place for place, block in enumerate(reading.blocks) if block.marked and block.role == "title"), None)
    if marked is not None:
        return reading.blocks[marked].text, marked
    folded = [fold(title) for title in stated.titles]
    best: tuple[float, int] | None = None
    for place, block in enumerate(reading.blocks):
        score = _score(block, folded)
        if score > 0 and (best is None or score > best[0]):
            best = score, place
    if best:
        return reading.blocks[best[1]].text, best[1]
    return (strip_site(stated.titles[0], stated, host) or None, None) if stated.titles else (None, None)


def _score(block: Block, stated: Sequence[str]) -> float:
    """Return how well a block would do as the headline; 0 or less where it would not."""
    text = block.folded
    if not 4 <= len(text) <= 300 or block.role in BOILERPLATE or block.media is not None:
        return 0
    confirmed = max((_agreement(text, title) for title in stated), default=0.0)
    heading = block.tag == "h1"
    if confirmed > 0.5 and (heading or block.role == "title" or block.tag in _LEVELS and confirmed > 0.9):
        return confirmed + (0.5 if heading else 0.1 if block.role == "title" or block.tag[0] == "h" else 0)
    return 0.3 if heading and len(text.split()) >= 4 and block.linked < 0.9 else 0


def _agreement(text: str, title: str) -> float:
    """Return how much of a stated title a printed line is: 1 where it is the title or stands before the site's name."""
    if title.startswith(text) or title.endswith(text):
        rest = len(title) - len(text)
        return 1.0 if rest == 0 else (0.95 if len(text.split()) >= 3 else 0.0)
    if len(text) > 20 and (text.startswith(title) or text in title):
        return 0.9
    ours, theirs = set(text.split()), set(title.split())
    return len(ours & theirs) / max(len(ours | theirs), 1)


def strip_site(title: str, stated: Stated, host: str) -> str:
    """Return a stated title without the site's name before or after it, or the section's between them."""
    own = {fold(outlet) for outlet in stated.outlets} | {
        host,
        host.removeprefix("www."),
        host.removeprefix("www.").partition(".")[0],
    }
    own |= {fold(stated.section)} if stated.section else set()
    while True:
        joints = list(_JOINTS.finditer(title))
        if not joints:
            return title.strip(" |-–")
        head, tail = fold(title[: joints[0].start()]), fold(title[joints[-1].end() :])
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
    bare = part.replace(" ", "")
    return part in own or bare in own or (bool(_SITE.search(part)) and len(part.split()) <= 8)
