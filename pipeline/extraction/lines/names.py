"""How a name in a byline looks: a person, an outlet, a desk of a newsroom, the office that signs a document.

Patterns without accents are matched against folded text, those with accents against the name as printed, where the
accents decide: báo is a paper, Bảo a name; công a name, cổng a portal.
"""

from __future__ import annotations

import re

from pipeline.extraction.lines.agencies import agency_of
from pipeline.extraction.lines.labels import is_button
from pipeline.provinces import NAMES
from pipeline.text import fold

# Desks of a newsroom and accounts of a CMS, folded.
_DESKS = {
    "pv", "phong vien", "nhom pv", "nhom phong vien", "bbt", "btv", "ctv", "ban bien tap", "tong hop", "th", "thoi su",
    "cong tac vien", "toa soan", "bien tap", "bien tap vien", "admin", "administrator", "quan tri", "quan tri vien",
    "editor", "root", "ban doc", "tac gia", "an danh", "user", "nhom tac gia", "tin tuc", "webmaster", "test",
    "super user", "superuser", "boi", "by", "nguoi dang", "nguoi viet", "vp ubnd", "btg", "ttvh",
}  # fmt: skip
_OUTLET = re.compile(
    r"^(?:báo|tạp chí|đài (?:pt|phát|truyền|tiếng)|cổng|trang (?:tin|thông tin|web)|ban(?! (?:ngày|đêm|đầu))|sở"
    r"|uỷ ban|ủy ban|ubnd|trung tâm|văn phòng|hội(?! (?:nghị|thảo|thi|chợ|làng))|bộ(?! (?:phim|đội))"
    r"|cục|tổng cục|cơ quan|toà soạn|tòa soạn|chuyên trang|thông tin|kênh|viện|liên đoàn"
    r"|tỉnh|hđnd|đài tt\w*|phòng (?:văn h|vh)|hạt kiểm|công an|mặt trận|tin tức"
    r"|trường (?:đại học|thpt|thcs|tiểu học|mầm non|cao đẳng))\b"
    r"|\b(?:online|điện tử|portal|media|news|tv|newspaper|magazine)$",
    re.IGNORECASE,
)
# What signs an article instead of a person; an authority's name at the end of a notice is its text.
_SIGNING = re.compile(
    r"(?i:(?:cổng (?:ttđt|thông tin điện tử|tt)|đài (?:pt|phát|tt\w*))\b)[^\d.,:;!?]{0,40}$|(?i:toà soạn|tòa soạn)$"
)
_WORDS_OF_TEXTS = {
    "ban doc",
    "thoi su",
    "tin tuc",
    "test",
    "root",
    "user",
    "tac gia",
    "an danh",
    "bien tap",
}  # desks' names that also stand in lines of a text
_GROUPS = ("nhom pv", "nhom phong vien")
_DOMAIN = re.compile(
    r"^(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/\S*)?$|^(?i:[a-z-]{4,}\.(?:vn|com|net|org))$"
)
# What stands before a date, and is no one.
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_TIMES = {fold(name) for name in ("ngày", "sáng", "trưa", "chiều", "tối", "từ", "đến", "đúng", "lúc")}
_PLACES = {*_TIMES, *map(fold, _WEEKDAYS), *map(fold, NAMES.values())}
# Written as names are, and none.
_NO_NAME = re.compile(
    r"^(?:\(?hết\)?|giải (?:nhất|nhì|ba|tư|đặc biệt|khuyến khích)|còn n(?:ữa|úa)"
    r"|(?:.* )?đón xem|(?:.* )?năm mới|(?:hình )?ảnh tư liệu|(?:.* )?được xem nhiều)$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:^|\s)(?:chủ tịch|giám đốc|hiệu trưởng|trưởng (?:phòng|ban)|chánh văn phòng|bí thư|cục trưởng"
    r"|thủ trưởng|bộ trưởng|chủ nhiệm)(?:\s|$)|^(?:tm|kt|tl|tuq)\.",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s+[a-zà-ỹ]")
_WORD = re.compile(r"^[A-ZÀ-ỸĐ][\w'’.-]*$|^(?:de|van|von|la|le|du)$")
_INITIALS = re.compile(r"^(?:[A-ZĐ]\.){1,3}\s?[A-ZÀ-ỸĐ]?\w*\.?$")

_LONGEST_OUTLET = 80  # letters


def is_address(name: str) -> bool:
    """`vidu.gov.vn`, with or without its scheme and a path."""
    return bool(_DOMAIN.match(name))


def is_publisher(name: str) -> bool:
    """Could a text be taken from whom this names: short, no clause after a comma, written as a name. Not empty."""
    is_name = name[0].isupper() or _OUTLET.search(name) or is_address(name) or agency_of(name)
    return bool(is_name) and len(name) <= _LONGEST_OUTLET and not _CLAUSE.search(name)


def is_outlet(name: str) -> bool:
    """Begins as papers, portals and authorities are called, each word with a capital: `Báo Kinh Bắc`."""
    return bool(_OUTLET.match(name)) and name.istitle()


def is_place_or_time(name: str) -> bool:
    """Written as a name is, but of a province, a weekday or a time of day: what stands before a date."""
    return fold(name) in _PLACES


def is_office(line: str) -> bool:
    """Names the office that signs a document, not a person: `KT. CHỦ TỊCH`."""
    return len(line) <= _LONGEST_OUTLET and bool(_OFFICE.search(line))


def signs_as_desk(name: str, own: set[str]) -> bool:
    """Desk, or an outlet that signs what it writes itself. `own` are the folded names of the site."""
    folded = fold(name).strip(" .")
    desk = folded in _DESKS and folded not in _WORDS_OF_TEXTS
    return desk or folded.startswith(_GROUPS) or folded in own or bool(_SIGNING.match(name))


def is_desk_or_outlet(name: str, own: set[str]) -> bool:
    """Nobody's name: empty, a desk's, an outlet's, or the site's own (`own`, folded; also a domain without dots)."""
    folded = fold(name).strip(" .")
    bare = folded.replace(" ", "")
    return (
        not folded
        or folded in _DESKS
        or folded.startswith(_GROUPS)
        or bool(_OUTLET.search(name))
        or any(folded == outlet or bare == outlet.replace(" ", "").partition(".")[0] for outlet in own)
    )


def is_initials(name: str) -> bool:
    """`P.Y`, `T.N. Hà`: the dots belong to the name."""
    return bool(_INITIALS.match(name))


def is_person(name: str) -> bool:
    """Written as a person's or a pen name: one to six words, each with a capital, no digit; initials too (`P.Y`)."""
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 50 or any(letter.isdigit() for letter in name):
        return False
    if is_address(name) or any(mark in name for mark in '?!"“”:…') or _NO_NAME.search(name) or is_office(name):
        return False
    if is_button(fold(name)) if len(words) > 1 else fold(name) in _TIMES:
        return False
    return is_initials(name) or all(_WORD.match(word) for word in words)


def is_full_name(name: str) -> bool:
    """Person of two to four words, as a text is signed at its end without a label."""
    return is_person(name) and 2 <= len(name.split()) <= 4
