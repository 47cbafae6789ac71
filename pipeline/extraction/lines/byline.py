"""Who wrote it: a byline as printed or stated -> people, agency, source.

The shapes are those of the Vietnamese press: `Kim Oanh - Thành Chung`, `Hoàng Thảo Nguyên (TTXVN)`, `Tin, ảnh: P.Y`,
`Theo TTXVN`, a bare `vidu.gov.vn`, and glued in metadata `Tâm HằngTTXVN`. An outlet, a photographer and a desk are
no author.
"""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from pipeline.extraction.lines.agencies import agency_of, split_agency
from pipeline.extraction.lines.names import (
    is_address,
    is_desk_or_outlet,
    is_full_name,
    is_initials,
    is_outlet,
    is_person,
    is_place_or_time,
    is_publisher,
    signs_as_desk,
)
from pipeline.extraction.lines.printed_dates import is_date_line
from pipeline.text import clean, fold

# Labels, folded.
_JOIN = r"(?:\s*(?:,|-|–|&|/|va)\s*)?"
_WROTE = (
    r"tac gia bai viet|nguoi dang bai viet|nguoi dang|dua tin|tin bai|(?:duoc )?(?:viet|dang) boi|tin|bai|anh|video"
    r"|clip|do hoa|infographic|thuc hien|noi dung|tac gia|nhom tac gia|bien soan|bien tap|tong hop"
    r"|bai viet|nguoi viet|phong vien|nha bao|pv|ctv|cong tac vien|nhom pv|nhom phong vien|thiet ke|trinh bay|ky thuat"
    r"|text|photo|bien dich|luoc dich|dich|ghi|story|by"
)
_LABEL = re.compile(rf"^(?:(?:{_WROTE}){_JOIN})+\s*:\s*")
_PICTURED = (
    r"anh|hinh anh|hinh|video|clip|do hoa|infographic|nguon anh|anh minh hoa|anh tu lieu|anh chup|photo|thiet ke"
    r"|trinh bay|ky thuat|quay phim|dung phim"
)
_CREDIT_LABEL = re.compile(rf"^(?:(?:{_PICTURED}){_JOIN})+\s*:")
_ROLE = re.compile(
    r"^(?:phong vien|pv|p/v|ctv|cong tac vien|nha bao|thuc hien|tac gia|bien tap vien|btv"
    r"|(?:duoc )?(?:viet|dang|gui) boi|nguoi (?:viet|dang)|boi|by|written by|posted by)\s+(?=\S)"
)
# A button or an office that stands behind a name, maybe without a space between them.
_AFTER = re.compile(
    r"(?:(?<=[a-zà-ỹ])|\s+|^)(?:\+ ?)?(?:Theo dõi|Phóng viên|Nhà báo|Cộng tác viên|Biên tập viên|Xem thêm)$"
)
_FROM = re.compile(r"^\(?\s*(?:theo|nguon(?: tin)?|dan nguon|trich)\s*:?\s+|^nguon(?: tin)?\s*:")
_DONE = r"tong hop|th|t/h|ghi|thuc hien|luoc ghi|bien soan|bien dich|dich|luoc dich|tong thuat|st|suu tam"
_NOTE = re.compile(rf"\((?:{_DONE})\)|\s(?:tong hop|bien soan|luoc ghi|luoc dich|ghi|thuc hien)$")
_CONTACT = re.compile(r"\S+@\S+|\b0\d[\d. ]{7,}\b")
_STAMP = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_CLOCK = re.compile(r"[\d\s:/.,h|–•·-]+")
_BEFORE_DATE = re.compile(r"\s*[|–-]\s*(?:(?:thứ \w{2,3}|chủ nhật|ngày)[\s,.–-]*)+$", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s|–-]+(?=(?:nguoi (?:dang|viet)(?: bai viet)?|tac gia(?: bai viet)?|(?:(?:duoc )?(?:dang|viet) )?boi)\b)"
)
_PARTS = re.compile(r"\s*(?:,|;|\||\s\+\s|(?<![A-ZĐ][A-ZĐ])&|•|·|\s/\s|\s[-–—]\s|\s+(?:và|VÀ|Và|and)\s+)\s*")
_SLASH = re.compile(r"\s*/\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)")

_LONGEST = 400  # letters of a line with addresses and numbers to call
_LONGEST_NAMES = 160  # without them
_LONGEST_DESK = 60


@attrs.frozen
class Byline:
    """What a byline says; false where it names no one."""

    authors: tuple[str, ...] = ()
    """People and pen names, as printed, each once."""
    agency: str | None = None
    """The agency's listed name (`agencies`)."""
    source: str | None = None
    """The outlet or address that the text was taken from, or is signed with."""
    credit: str | None = None
    """Who took the pictures, where the line says nothing of a writer."""

    def __bool__(self) -> bool:
        return bool(self.authors or self.agency or self.source or self.credit)


def read_byline(line: str, outlets: tuple[str, ...] = ()) -> Byline:
    """Read one line. `outlets` are the names of the site itself, which are never authors."""
    return _read_line(line, outlets) if len(line) <= _LONGEST else Byline()


@lru_cache(maxsize=1024)  # of a pure function: a site's reporters and desks sign one page after another
def _read_line(line: str, outlets: tuple[str, ...]) -> Byline:
    line = _names_behind(line) or line if _STAMP.search(line) else line
    text = _strip_stamp(clean(_CONTACT.sub(" ", clean(line))).strip(" .|*-–•_/"))
    folded = fold(text)
    if not text or len(text) > _LONGEST_NAMES:
        return Byline()
    if is_address(text):
        return Byline(source=text)
    if len(folded) == len(text):  # else no place in one is a place in the other
        if _CREDIT_LABEL.match(folded):
            return _beside_credit(text, folded, outlets)
        if origin := _FROM.match(folded):
            return _origin(text[origin.end() :], is_labelled=":" in origin[0])
        label = _LABEL.match(folded)
        text = text[label.end() :] if label else text
    return _people(text, outlets)


def is_dated_byline(line: str, outlets: tuple[str, ...] = ()) -> bool:
    """Names and then a date, or a date and then labelled names: `Kim Oanh / TTXVN • 06:40 - 02/03/2026`."""
    stamp = _STAMP.search(line) if len(line) <= 120 else None
    if stamp is None:
        return False
    if is_date_line(line):
        return False
    if names := _names_behind(line):
        return bool(read_byline(names, outlets)) or is_desk(names, outlets)
    names = _BEFORE_DATE.sub("", line[: stamp.start()])
    byline = read_byline(names, outlets)
    is_signed = bool(byline) or is_desk(names, outlets) or is_outlet(names)
    return is_signed and is_date_line(line[len(names) :]) and not any(map(is_place_or_time, byline.authors))


def _names_behind(line: str) -> str:
    """Labelled names behind a date (`16/07/2026 - Tác giả: Lê Na`), "" where there are none."""
    folded = fold(line)
    behind = _BEHIND.search(folded) if len(folded) == len(line) else None
    return line[behind.end() :] if behind and is_date_line(line[: behind.start()]) else ""


def _beside_credit(text: str, folded: str, outlets: tuple[str, ...]) -> Byline:
    """Read `Ảnh: A - Bài: B`: the part with a writer's label, else only a credit."""
    for part in re.split(r"\s+[-–|;]\s+|;\s*|\s{2,}", text):
        if not _CREDIT_LABEL.match(fold(part)) and _LABEL.match(fold(part)):
            return read_byline(part, outlets)
    return Byline(credit=text.partition(":")[2].strip()) if ":" in folded else Byline()


def _origin(name: str, *, is_labelled: bool) -> Byline:
    """Read what follows `Theo` or `Nguồn:`. Without a colon it may be a sentence about what somebody said."""
    inner = next(filter(None, map(agency_of, _BRACKETS.findall(name))), None)
    name = name.strip(" )") if "(" not in name else name.strip()
    if not name or not (is_labelled or is_publisher(name)):
        return Byline()
    return Byline(agency=inner or agency_of(name), source=name)


def _people(text: str, outlets: tuple[str, ...]) -> Byline:
    """Read names: split, each a person, an agency, or left out."""
    own = _folded(outlets)
    if fold(text) in own:
        return Byline()
    agency = source = None
    authors: list[str] = []
    text = _without(_NOTE, text)
    for inner in _BRACKETS.findall(text):
        inset = read_byline(inner) if _FROM.match(fold(inner)) else Byline(agency=agency_of(inner))
        agency, source = agency or inset.agency, source or inset.source
    text = _BRACKETS.sub(" ", text)
    for part in _split(text):
        name, glued = split_agency(part)
        agency = agency or glued or agency_of(name)
        if is_desk_or_outlet(name, own) or agency_of(name):
            continue
        if _CREDIT_LABEL.match(fold(name)):
            break
        if is_address(name):
            source = source or name
        elif is_person(name):
            authors.append(name)
        else:
            return Byline()
    return Byline(tuple(dict.fromkeys(authors)), agency, source)


def _folded(outlets: tuple[str, ...]) -> set[str]:
    return {fold(outlet) for outlet in outlets if outlet}


def _split(text: str) -> list[str]:
    parts = [clean(part).strip(" .*") if not is_initials(part) else part for part in _PARTS.split(text)]
    halves = [half for part in parts for half in (_SLASH.split(part) if "/" in part and "://" not in part else [part])]
    return [_strip_role(half) for half in halves if half.strip(" .-–")]


def _strip_stamp(name: str) -> str:
    """Drop a time that stands after a name, and the one-letter avatar before it (`K Kim Phong 15:21, 14/08/2026`)."""
    stamped = _STAMP.search(name)
    if stamped and (_CLOCK.fullmatch(name[stamped.start() :]) or is_date_line(name[stamped.start() :])):
        name = _BEFORE_DATE.sub("", name[: stamped.start()]).strip(" ,-–|•·")
    first, _, rest = name.partition(" ")
    return rest if len(first) == 1 and rest.startswith(first) else name


def _strip_role(name: str) -> str:
    folded = fold(name)
    role = _ROLE.match(folded) if len(folded) == len(name) else None
    if role and not (folded.startswith("boi ") and not name.lower().startswith("bởi ")):  # Bội is a name
        name = name[role.end() :]
    return _AFTER.sub("", name)


def _without(pattern: re.Pattern[str], text: str) -> str:
    """Cut what a pattern finds in the folded text out of the text itself; folding keeps the length of NFC text."""
    folded = fold(text)
    match = pattern.search(folded)
    return text if not match or len(folded) != len(text) else clean(text[: match.start()] + " " + text[match.end() :])


def is_labelled(line: str) -> bool:
    """People behind a label: `Tác giả: Lê Na`."""
    return len(line) <= _LONGEST_NAMES and bool(_LABEL.match(fold(clean(line))) and read_byline(line).authors)


def is_desk(line: str, outlets: tuple[str, ...] = ()) -> bool:
    """Line that signs an article and names nobody: `BBT`, `PV - CTV`, `Tin, ảnh: PV`, `Cổng TTĐT tỉnh`."""
    if len(line) > _LONGEST_DESK:
        return False
    own = _folded(outlets)
    text = clean(line).strip(" .|*-–•_/")
    folded = fold(text)
    label = _LABEL.match(folded) if len(folded) == len(text) else None
    parts = _split(_BRACKETS.sub(" ", _without(_NOTE, text[label.end() :] if label else text)))
    return bool(parts) and all(signs_as_desk(part, own) for part in parts)


def looks_signed(line: str) -> bool:
    """Up to four full names or agencies: a byline even where nothing marks the line as one."""
    parts = _split(_BRACKETS.sub(" ", clean(line)))
    return 1 <= len(parts) <= 4 and all(agency_of(part) or is_full_name(part) for part in parts)
