"""The title that a head states: without the site's name around it, and whether it names an article at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extraction.lines import FRONT_PAGE_NAMES
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from pipeline.extraction.html import Stated

_JOINTS = re.compile(r"\s+[|–—·•»›>:]+\s+|\s+-{1,2}\s+|\s*\|\s*|\s+::\s+")
# What some systems state as the title of each page.
_NO_TITLES = FRONT_PAGE_NAMES.union(
    ("tin tuc - su kien", "tin tuc su kien", "chi tiet", "chi tiet tin", "chi tiet bai viet",
     "chi tiet tin tuc", "bai viet", "noi dung", "news", "article", "detail", "untitled", "xem tin",
     "chitiettin", "xem chi tiet", "view", "tin chi tiet", "bai viet chi tiet", "chi tiet tin bai"),
)  # fmt: skip
# With their accents: báo is a paper, bảo vệ is not.
_SITE = re.compile(
    r"^(?:báo|tạp chí|đài|cổng|trang (?:tin|thông tin|chủ)|chuyên trang|tin (?:nhanh|tức)|ubnd|ủy ban|uỷ ban|sở)\s"
    r"|\b(?:online|điện tử|news|portal|tv)\b|^[a-z0-9-]+(?:\.[a-z]+)*\.(?:vn|com|net|org)$",
    re.IGNORECASE,
)
_COMMUNE = re.compile(r"^(?:Xã|XÃ|Phường|PHƯỜNG|Huyện|Thị trấn|Thị xã|Tỉnh|Đảng bộ)(?:\s[A-ZÀ-ỸĐ][\wà-ỹ]*){1,4}$")


def names_of_site(stated: Stated, host: str) -> frozenset[str]:
    """Names that a site goes by, folded, and the section's, which often stands between."""
    bare = host.removeprefix("www.")
    names = {*map(fold, stated.outlets), host, bare, bare.partition(".")[0]}
    return frozenset(names | {fold(stated.section)} if stated.section else names)


def names_no_article(title: str, names: AbstractSet[str]) -> bool:
    """Whether a title names a site, by `names` or its looks, and the sort of its pages, and nothing else."""
    parts = map(str.strip, _JOINTS.split(title))
    return all(fold(part) in _NO_TITLES or _COMMUNE.match(part) or is_name_of_site(part, names) for part in parts)


def strip_site(title: str, names: AbstractSet[str]) -> str:
    """Cut a site's name off before or behind a stated title, and the section's between them."""
    while True:
        joints = list(_JOINTS.finditer(title))
        if not joints:
            return title.strip(" |-–")
        head, tail = title[: joints[0].start()], title[joints[-1].end() :]
        whole = _ends_with_name(title, names)
        if whole:
            title = title[: len(title) - whole].rstrip(" |-–—·•»")
        elif is_name_of_site(tail, names):
            title = title[: joints[-1].start()]
        elif is_name_of_site(head, names):
            title = title[joints[0].end() :]
        else:
            return title.strip(" |-–")


def _ends_with_name(title: str, names: AbstractSet[str]) -> int:
    """Letters at the end of a title that are a site's name which itself holds a joint."""
    folded = fold(title)
    if len(folded) != len(title):
        return 0
    return max((len(name) for name in names if " - " in name and folded.endswith(f"- {name}")), default=0)


def is_name_of_site(part: str, names: AbstractSet[str]) -> bool:
    """Whether a part of a title is one of a site's `names`, or looks like the name of a paper or an office."""
    folded = fold(part)
    if folded in names or folded.replace(" ", "") in names:
        return True
    return bool(_SITE.search(part.strip())) and len(part.split()) <= 8
