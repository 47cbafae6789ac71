"""Dates as Vietnamese pages print them in lines. Day first, without a locale or a guess at today.

A date needs its year: `17/63` is a rank and `2020 - 2025` a term.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from pipeline.clock import VIETNAM
from pipeline.extraction.lines.date_grammar import HALF, WEEKDAY, clock_of, day_of
from pipeline.extraction.lines.labels import is_button
from pipeline.extraction.lines.stamp import Stamp
from pipeline.text import clean, fold

_TIME = (
    r"(?P<hour>\d{1,2})\s?(?:[:hg]|gio)\s?(?P<minute>\d{2})?(?:\s?phut|['’′])?(?::\d{2})?"
    rf"(?:\s?(?P<half>{HALF})\b)?"
)
_MONTHS = ("mot|gieng", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai|chap")
_MONTH = "|".join(reversed(_MONTHS))
_NAMED_MONTH = _MONTH.replace("|nam|", r"|nam(?=,| nam )|")  # `9 tháng năm 2025`: nine months of the year 2025
_DATE = (
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<year>\d{4}(?!\d)|\d{2}(?=\s\d{1,2}:\d{2}))"  # two digits of a year beside a time
    r"|(?<![\d/.-])(?P<iso_year>\d{4})(?P<iso_mark>[/-])(?P<iso_month>\d{1,2})(?P=iso_mark)(?P<iso_day>\d{1,2})(?!\d)"
    rf"|{WEEKDAY}[\s,.]+(?P<spaced_day>\d{{2}})\s(?P<spaced_month>\d{{2}})\s(?P<spaced_year>\d{{4}})(?!\d)"
    r"|(?:ngay )?(?<!\d)(?P<long_day>\d{1,2})\s?(?:thang|,? thg)\s?(?P<long_month>\d{1,2})"
    r"\s?,?\s?(?:nam )?(?P<long_year>\d{4})(?!\d)"
    rf"|(?:ngay )?(?<!\d)(?P<named_day>\d{{1,2}})\s?(?:thang|,? thg)\s(?P<named_month>{_NAMED_MONTH})"
    r",?\s(?:nam )?(?P<named_year>\d{4})(?!\d)"
    rf"|(?<![a-z])thang\s(?P<first_month>{_MONTH})\s(?P<first_day>\d{{1,2}}),?\s(?P<first_year>\d{{4}})(?!\d)"
)
_BETWEEN = r"(?:\s|,|\||-|–|•|·|\(|\)|luc|ngay|vao|t)*"
_WEEKDAY = rf"(?:{WEEKDAY}[\s,.]*)?"
_FULL = re.compile(rf"(?:{_DATE}){_BETWEEN}(?:{_TIME})?")
_TIME_FIRST = re.compile(rf"(?<!\d){_TIME}\s?(?:gmt\s?\+?7|ict)?{_BETWEEN}{_WEEKDAY}{_BETWEEN}(?:{_DATE})")
_AGO = re.compile(r"(?:khoang |cach day )?(\d{1,3}) (phut|gio|tieng|ngay|tuan) truoc")
_UNITS = {"phut": "minutes", "gio": "hours", "tieng": "hours", "ngay": "days", "tuan": "weeks"}

# What may stand around a date that is the whole of a line.
_FRAME = re.compile(
    r"(?:(?:tin |duoc )?dang|(?:duoc )?viet|tao|ban hanh|post date|cap nhat(?: lan cuoi)?|xuat ban"
    r"|thoi gian|publish(?:ed)?|updated?|last update|phat hanh|gio dang|luc|ngay|vao"
    rf"|{WEEKDAY}|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|gmt|utc|ict|\+0?7(?::?00)?|[\s,.:;|()\[\]–•·/-])+"
)

_SUBMITTED = re.compile(
    r"(?:(?:duoc )?(?:gui|dang|viet) boi|submitted by|posted by) [^,:]{1,40}? (?:vao|on|luc|ngay)\b"
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_POSTED = re.compile(r"\b(?:dang|cap nhat|xuat ban|publish)")
_CENTURY = 2000  # of years that are printed with two digits: no such page is older
_BESIDE = 5  # words beside a date, of an element that is named as one
_LONGEST, _LONGEST_FOLDED = 160, 80  # letters of a line that is a date; without who submitted it
_LONGEST_AGO = 40  # letters of a line that says how long ago


def read_printed(text: str, now: datetime | None = None) -> Stamp | None:
    """Read the first date of a line, day first, and the time beside it. `now` is the capture's, for `14 giờ trước`."""
    raw = clean(text)
    folded = fold(raw)
    time_first = _TIME_FIRST.search(folded)
    full = _FULL.search(folded)
    if time_first and full and full["hour"] and full.start() < time_first.start():
        time_first = None
    match = time_first or full
    if match is None:
        return _ago(folded, raw, now)
    day = _day(match)
    return Stamp(day, _clock(match), raw) if day else None


def is_date_line(text: str) -> bool:
    """Whether a line is a date, or says how long ago, and nothing else but its label: `Ngày đăng: 05/07/2025`."""
    if len(text) > _LONGEST or not (_YEAR.search(text) or (len(text) <= _LONGEST_AGO and _DIGIT.search(text))):
        return False  # before it is folded: most lines end here
    if "Đảng" in text:
        return False  # which folded is when something was posted
    folded = _SUBMITTED.sub("", fold(text))
    if len(folded) > _LONGEST_FOLDED:
        return False
    if _AGO.fullmatch(folded):
        return True
    match = _search(folded)
    if not match or _day(match) is None:
        return False
    return all(map(_is_frame, (folded[: match.start()], folded[match.end() :])))


def is_day(text: str) -> bool:
    """Whether a line tells a day, no time of it, and does not say that something was published."""
    folded = fold(text)
    match = _search(folded)
    return match is not None and not match["hour"] and not _POSTED.search(folded)


def is_mostly_date(text: str) -> bool:
    """Whether a line is a date beside numbers, or says that it was posted and no more than a few words."""
    folded = fold(text)
    match = _search(folded) if len(folded) <= _LONGEST else None
    if match is None or "Đảng" in text:
        return False
    beside = (folded[: match.start()] + " " + folded[match.end() :]).split()
    words = [word for word in beside if not _FRAME.fullmatch(word)]
    return not any(map(str.isalpha, "".join(words))) or (bool(_POSTED.search(folded)) and len(beside) <= _BESIDE)


def _search(folded: str) -> re.Match[str] | None:
    return _TIME_FIRST.search(folded) or _FULL.search(folded)


def _is_frame(part: str) -> bool:
    """Whether what stands before or after a date belongs to it: its label, a weekday, a count of readers."""
    rest = _FRAME.sub("", part, count=1) if _FRAME.match(part) else part
    return not rest.strip() or is_button(rest)


def _ago(folded: str, raw: str, now: datetime | None) -> Stamp | None:
    ago = _AGO.fullmatch(folded.strip("() "))
    if not ago or now is None:
        return None
    moment = now.astimezone(VIETNAM) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    return Stamp(moment.date(), None, raw)


def _day(match: re.Match[str]) -> date | None:
    for form in ("", "iso_", "spaced_", "long_", "named_", "first_"):
        if year := match[f"{form}year"]:
            return day_of(
                int(year) + (_CENTURY if len(year) == 2 else 0), _month(match[f"{form}month"]), int(match[f"{form}day"])
            )
    return None


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return 1 + next(index for index, names in enumerate(_MONTHS) if text in names.split("|"))


def _clock(match: re.Match[str]) -> time | None:
    if not match["hour"]:
        return None
    return clock_of(int(match["hour"]), int(match["minute"] or 0), match["half"] or "")
