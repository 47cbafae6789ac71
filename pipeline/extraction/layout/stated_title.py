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
_COMMUNE = re.compile(
    r"^(?:[Xx]ã|XÃ|[Pp]hường|PHƯỜNG|[Hh]uyện|[Tt]hị trấn|[Tt]hị xã|[Tt]ỉnh|Đảng bộ)(?:\s[A-ZÀ-ỸĐ][\wà-ỹ]*){1,4}$"
)
# What the name of an office, a school or its page begins with.
_INSTITUTION = re.compile(
    r"^(?:website|tttđt|cttđt|trang (?:web|tin|thông tin|nhà)|cổng|trường|học viện"
    r"|viện|sở|phòng|chi cục|cục|ubnd|hđnd|ủy ban|uỷ ban"
    r"|huyện ủy|tỉnh ủy|thành ủy|đảng ủy|trung tâm|bệnh viện"
    r"|công an)\b",
    re.IGNORECASE,
)
_WEBSITE = re.compile(
    r"^(?:website|trang (?:web|tin|thông tin|nhà)|cổng (?:thông tin|giao tiếp|tt)|tttđt|cttđt)\b", re.IGNORECASE
)
# Words of such names that are written small.
_SMALL = frozenset(
    ("website", "trang", "thông", "tin", "điện", "tử", "cổng", "của", "và", "tỉnh", "huyện", "quận", "thị", "xã",
     "thành", "phố", "phường", "trấn", "sở", "phòng", "trường", "trung", "tâm", "tiểu", "học", "cơ", "phổ", "mầm",
     "non", "nội", "trú", "bán", "dân", "lập", "ủy", "uỷ", "ban", "nhân"),
)  # fmt: skip
# What an office does in a headline about it, folded: no name holds it, though it may be written with capitals.
_ACTS = re.compile(
    r"\b(?:to chuc|khai (?:mac|giang|truong)|be mac|lam viec|kiem tra|giam sat|trao|ra quan|phat dong|trien khai"
    r"|tong ket|so ket|tang|don|tiep|hop|ky niem|ban giao|cong bo|thong bao|tuyen|phoi hop|tham|du|dat|doat|gianh"
    r"|ban hanh|yeu cau)\b"
)
_SHORT_NAME = 3  # words: `Trường thủy lợi`; a headline says more


def names_of_site(stated: Stated, host: str) -> frozenset[str]:
    """Names that a site goes by, folded, and the section's, which often stands between."""
    bare = host.removeprefix("www.")
    names = {*map(fold, stated.outlets), host, bare, bare.partition(".")[0]}
    return frozenset(names | {fold(stated.section)} if stated.section else names)


def names_no_article(title: str, names: AbstractSet[str]) -> bool:
    """Whether a title names a site, by `names` or its looks, and the sort of its pages, and nothing else."""
    parts = [part.strip() for part in _JOINTS.split(title)]
    named = [fold(part) in _NO_TITLES or bool(_COMMUNE.match(part)) or is_name_of_site(part, names) for part in parts]
    return all(named) or (any(named) and all(name or _is_place(part) for name, part in zip(named, parts, strict=True)))


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
    return _is_name_of_institution(part) or (bool(_SITE.search(part.strip())) and len(part.split()) <= 8)


def _is_name_of_institution(part: str) -> bool:
    """Whether a part of a title is the name of an office or a school and no sentence about one.

    Whatever calls itself a website is one. Else a name is written with capitals: each of its words begins with one,
    follows one that does (`Thủy lợi`), or is one of the small words of names. A headline about it goes on with a verb,
    whose second syllable is none of these.
    """
    words = part.split()
    if not _INSTITUTION.match(part.strip()) or _ACTS.search(fold(part)):
        return False
    if _WEBSITE.match(part.strip()):
        return True
    capitals = [word[:1].isupper() for word in words]
    return len(words) <= _SHORT_NAME or all(
        capital or before or word.lower() in _SMALL
        for word, capital, before in zip(words, capitals, [False, *capitals], strict=False)
    )


def _is_place(part: str) -> bool:
    """Whether a part of a title is a bare proper name, as a place behind the name of an office."""
    words = part.split()
    return 1 <= len(words) <= _SHORT_NAME and all(word[:1].isupper() for word in words)
