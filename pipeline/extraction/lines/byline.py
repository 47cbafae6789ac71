"""Who wrote it: a byline as printed or stated -> people, agency, source.

The shapes are those of the Vietnamese press: `Kim Oanh - Thành Chung`, `Hoàng Thảo Nguyên (TTXVN)`, `Tin, ảnh: P.Y`,
`Theo TTXVN`, a bare `vidu.gov.vn`, and glued in metadata `Tâm HằngTTXVN`. An outlet, a photographer and a desk are
no author.
"""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from pipeline.extraction.lines.labels import is_button
from pipeline.extraction.lines.printed_dates import is_date_line
from pipeline.provinces import NAMES
from pipeline.text import clean, fold

# Agencies by every name they go by, folded; the value is how an archive lists them.
_AGENCIES = {
    "ttxvn": "TTXVN", "thong tan xa viet nam": "TTXVN", "vna": "TTXVN", "vietnam news agency": "TTXVN",
    "vietnam+": "TTXVN", "vietnamplus": "TTXVN", "vov": "VOV", "vtv": "VTV", "vgp": "VGP", "tto": "TTO",
    "afp": "AFP", "reuters": "Reuters", "ap": "AP", "xinhua": "Tân Hoa xã", "tan hoa xa": "Tân Hoa xã",
    "thx": "Tân Hoa xã", "kyodo": "Kyodo", "yonhap": "Yonhap", "sputnik": "Sputnik", "tass": "TASS",
    "ria novosti": "RIA Novosti", "bernama": "Bernama", "dpa": "DPA", "bloomberg": "Bloomberg",
}  # fmt: skip
_GLUED = re.compile(r"(?<=[a-zà-ỹ])\s?(TTXVN|VOV|VTV|TTO)$")

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
_DESKS = {
    "pv", "phong vien", "nhom pv", "nhom phong vien", "bbt", "btv", "ctv", "ban bien tap", "tong hop", "th", "thoi su",
    "cong tac vien", "toa soan", "bien tap", "bien tap vien", "admin", "administrator", "quan tri", "quan tri vien",
    "editor", "root", "ban doc", "tac gia", "an danh", "user", "nhom tac gia", "tin tuc", "webmaster", "test",
    "super user", "superuser", "boi", "by", "nguoi dang", "nguoi viet", "vp ubnd", "btg", "ttvh",
}  # fmt: skip
# With their accents: báo is a paper, Bảo a name; công a name, cổng a portal.
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
_WORDS = {"ban doc", "thoi su", "tin tuc", "test", "root", "user", "tac gia", "an danh", "bien tap"}  # of texts as well
_GROUPS = ("nhom pv", "nhom phong vien")
_DOMAIN = re.compile(
    r"^(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/\S*)?$|^(?i:[a-z-]{4,}\.(?:vn|com|net|org))$"
)
_CONTACT = re.compile(r"\S+@\S+|\b0\d[\d. ]{7,}\b")
_STAMP = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_CLOCK = re.compile(r"[\d\s:/.,h|–•·-]+")
_BEFORE_DATE = re.compile(r"\s*[|–-]\s*(?:(?:thứ \w{2,3}|chủ nhật|ngày)[\s,.–-]*)+$", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s|–-]+(?=(?:nguoi (?:dang|viet)(?: bai viet)?|tac gia(?: bai viet)?|(?:(?:duoc )?(?:dang|viet) )?boi)\b)"
)
_PARTS = re.compile(r"\s*(?:,|;|\||\s\+\s|(?<![A-ZĐ][A-ZĐ])&|•|·|\s/\s|\s[-–—]\s|\s+(?:và|VÀ|Và|and)\s+)\s*")
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
_OF_AGENCY = re.compile(
    r"(?:(?:nhom )?(?:pv|p/v|phong vien)\s+)?(ttxvn|vov|vtv|vna)"
    r"(?:\d{1,2}|\.vn|\s?-\s?\w[\w ]{2,20}|\s+tai\s+\w[\w ]{1,20})?"
)
_CLAUSE = re.compile(r",\s+[a-zà-ỹ]")
_SLASH = re.compile(r"\s*/\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"^[A-ZÀ-ỸĐ][\w'’.-]*$|^(?:de|van|von|la|le|du)$")
_SHORTENED = re.compile(r"^(?:[A-ZĐ]\.){1,3}\s?[A-ZÀ-ỸĐ]?\w*\.?$")

_LONGEST = 400  # letters of a line with addresses and numbers to call
_LONGEST_NAMES = 160  # without them
_LONGEST_OUTLET = 80
_LONGEST_DESK = 60


@attrs.frozen
class Byline:
    """What a byline says. `source` is an outlet or address the text was taken from or is signed with."""

    authors: tuple[str, ...] = ()
    agency: str | None = None
    source: str | None = None
    credit: str | None = None

    def __bool__(self) -> bool:
        return bool(self.authors or self.agency or self.source or self.credit)


def agency_of(name: str) -> str | None:
    """Return the agency that a name, or one half of `AFP/TTXVN`, stands for."""
    folded = fold(name).strip(" .()")
    if folded in _AGENCIES:
        return _AGENCIES[folded]
    if of_agency := _OF_AGENCY.fullmatch(folded):
        return _AGENCIES[of_agency[1]]
    return next((_AGENCIES[part] for part in reversed(_SLASH.split(folded)) if part in _AGENCIES), None)


def read_byline(line: str, outlets: tuple[str, ...] = ()) -> Byline:
    """Read one line. An empty Byline where it names no one. `outlets` are the site's own names: never authors."""
    return _read_line(line, outlets) if len(line) <= _LONGEST else Byline()


@lru_cache(maxsize=1024)  # of a pure function: most lines are looked at more than once
def _read_line(line: str, outlets: tuple[str, ...]) -> Byline:
    line = _names_behind(line) or line if _STAMP.search(line) else line
    text = _strip_stamp(clean(_CONTACT.sub(" ", clean(line))).strip(" .|*-–•_/"))
    folded = fold(text)
    if not text or len(text) > _LONGEST_NAMES:
        return Byline()
    if _DOMAIN.match(text):
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
    """Tell whether a line is names and then a date, and nothing else: `Kim Oanh / TTXVN • 06:40 - 02/03/2026`."""
    stamp = _STAMP.search(line) if len(line) <= 120 else None
    if stamp is None:
        return False
    if is_date_line(line):
        return False
    if names := _names_behind(line):
        return bool(read_byline(names, outlets)) or is_desk(names, outlets)
    names = _BEFORE_DATE.sub("", line[: stamp.start()])
    named = read_byline(names, outlets)
    of_someone = bool(named) or is_desk(names, outlets) or (bool(_OUTLET.match(names)) and names.istitle())
    return of_someone and is_date_line(line[len(names) :]) and not _PLACES.intersection(map(fold, named.authors))


def _names_behind(line: str) -> str:
    """Return the names with their label that stand behind a date: `16/07/2026 - Tác giả: Lê Na`; "" where none do."""
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
    """Read what follows `Theo` or `Nguồn:`. Without a colon it may be a sentence, which says what someone told."""
    inner = next(filter(None, map(agency_of, _BRACKETS.findall(name))), None)
    name = name.strip(" )") if "(" not in name else name.strip()
    if not name or not (is_labelled or _is_outlet(name)):
        return Byline()
    return Byline(agency=inner or agency_of(name), source=name)


def _is_outlet(name: str) -> bool:
    """Tell whether a name is one of who publishes: short, no clause after a comma, written as a name."""
    named = name[0].isupper() or _OUTLET.search(name) or _DOMAIN.match(name) or agency_of(name)
    return bool(named) and len(name) <= _LONGEST_OUTLET and not _CLAUSE.search(name)


def _people(text: str, outlets: tuple[str, ...]) -> Byline:
    """Read names: split, each a person, an agency, or left out."""
    own = {fold(outlet) for outlet in outlets if outlet}
    if fold(text) in own:
        return Byline()
    agency = source = None
    authors: list[str] = []
    text = _without(_NOTE, text)
    for inner in _BRACKETS.findall(text):
        found = read_byline(inner) if _FROM.match(fold(inner)) else Byline(agency=agency_of(inner))
        agency, source = agency or found.agency, source or found.source
    text = _BRACKETS.sub(" ", text)
    for part in _split(text):
        name, glued = _unglue(part)
        agency = agency or glued or agency_of(name)
        if _is_desk(name, own) or agency_of(name):
            continue
        if _CREDIT_LABEL.match(fold(name)):
            break
        if _DOMAIN.match(name):
            source = source or name
        elif is_person(name):
            authors.append(name)
        else:
            return Byline(agency=None) if not authors else Byline()
    return Byline(tuple(dict.fromkeys(authors)), agency, source)


def _split(text: str) -> list[str]:
    parts = [clean(part).strip(" .*") if not _SHORTENED.match(part) else part for part in _PARTS.split(text)]
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
    found = pattern.search(folded)
    return text if not found or len(folded) != len(text) else clean(text[: found.start()] + " " + text[found.end() :])


def _unglue(name: str) -> tuple[str, str | None]:
    """Part `Tâm HằngTTXVN`."""
    if glued := _GLUED.search(name):
        return name[: glued.start()].strip(), _AGENCIES[glued[1].lower()]
    return name, None


def is_labelled(line: str) -> bool:
    """Tell whether a line names people behind a label: `Tác giả: Lê Na`."""
    return len(line) <= _LONGEST_NAMES and bool(_LABEL.match(fold(clean(line))) and read_byline(line).authors)


def is_office(line: str) -> bool:
    """Tell whether a line names the office that signs a document: `KT. CHỦ TỊCH`."""
    return len(line) <= _LONGEST_OUTLET and bool(_OFFICE.search(line))


def is_desk(line: str, outlets: tuple[str, ...] = ()) -> bool:
    """Tell whether a line signs an article and names nobody: `BBT`, `PV - CTV`, `Tin, ảnh: PV`, `Cổng TTĐT tỉnh`."""
    if len(line) > _LONGEST_DESK:
        return False
    own = {fold(outlet) for outlet in outlets if outlet}
    text = clean(line).strip(" .|*-–•_/")
    folded = fold(text)
    label = _LABEL.match(folded) if len(folded) == len(text) else None
    parts = _split(_BRACKETS.sub(" ", _without(_NOTE, text[label.end() :] if label else text)))
    return bool(parts) and all(_signs(part, own) for part in parts)


def _signs(name: str, own: set[str]) -> bool:
    """Tell whether a name is that of a desk, or of an outlet that signs what it writes itself."""
    folded = fold(name).strip(" .")
    desk = folded in _DESKS and folded not in _WORDS
    return desk or folded.startswith(_GROUPS) or folded in own or bool(_SIGNING.match(name))


def _is_desk(name: str, own: set[str]) -> bool:
    """Tell whether a name is the outlet's own, another outlet's, or a desk's."""
    folded = fold(name).strip(" .")
    bare = folded.replace(" ", "")
    return (
        not folded
        or folded in _DESKS
        or folded.startswith(_GROUPS)
        or bool(_OUTLET.search(name))
        or any(folded == outlet or bare == outlet.replace(" ", "").partition(".")[0] for outlet in own)
    )


def is_person(name: str) -> bool:
    """Tell whether a name is written as a person's or a pen name: one to six words, each with a capital, no digit."""
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 50 or any(letter.isdigit() for letter in name):
        return False
    if _DOMAIN.match(name) or any(mark in name for mark in '?!"“”:…') or _NO_NAME.search(name) or is_office(name):
        return False
    if is_button(fold(name)) if len(words) > 1 else fold(name) in _TIMES:
        return False
    return bool(_SHORTENED.match(name)) or all(_WORD.match(word) for word in words)


def looks_signed(line: str) -> bool:
    """Tell whether a plain last line is surely a byline: up to four names of two to four words, or agencies."""
    parts = _split(_BRACKETS.sub(" ", clean(line)))
    return 1 <= len(parts) <= 4 and all(agency_of(part) or _is_full_name(part) for part in parts)


def _is_full_name(name: str) -> bool:
    return is_person(name) and 2 <= len(name.split()) <= 4
