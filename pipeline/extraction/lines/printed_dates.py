"""Dates as Vietnamese pages print them and as their metadata state them. Pure, without a locale or a guess at today.

The general parsers read half of these strings wrong (GMT+7 as -07:00, 2/3 as the third of February), so this one knows
few shapes, all of them seen: a date needs its year, `17/63` is a rank and `2020 - 2025` a term.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

import attrs

from pipeline.clock import VIETNAM
from pipeline.extraction.lines.labels import is_button
from pipeline.text import clean, fold

_YEARS = range(1990, 2100)

_TIME = (
    r"(?P<hour>\d{1,2})\s?(?:[:hg]|gio)\s?(?P<minute>\d{2})?(?:\s?phut|['’′])?(?::\d{2})?"
    r"(?:\s?(?P<half>am|pm|sa|ch)\b)?"
)
_MONTHS = ("mot|gieng", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai|chap")
_MONTH = "|".join(reversed(_MONTHS))
_NAMED_MONTH = _MONTH.replace("|nam|", r"|nam(?=,| nam )|")  # `9 tháng năm 2025`: nine months of the year 2025
_DATE = (
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
    r"|(?<![\d/.-])(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})(?!\d)"
    r"|(?:ngay )?(?<!\d)(?P<long_day>\d{1,2})\s?(?:thang|,? thg)\s?(?P<long_month>\d{1,2})"
    r"\s?,?\s?(?:nam )?(?P<long_year>\d{4})(?!\d)"
    rf"|(?:ngay )?(?<!\d)(?P<named_day>\d{{1,2}})\s?(?:thang|,? thg)\s(?P<named_month>{_NAMED_MONTH})"
    r",?\s(?:nam )?(?P<named_year>\d{4})(?!\d)"
    rf"|(?<![a-z])thang\s(?P<first_month>{_MONTH})\s(?P<first_day>\d{{1,2}}),?\s(?P<first_year>\d{{4}})(?!\d)"
)
_BETWEEN = r"(?:\s|,|\||-|–|•|·|\(|\)|luc|ngay|vao|t)*"
_WEEKDAY = r"(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])[\s,.]*)?"
_FULL = re.compile(rf"(?:{_DATE}){_BETWEEN}(?:{_TIME})?")
_TIME_FIRST = re.compile(rf"(?<!\d){_TIME}\s?(?:gmt\s?\+?7|ict)?{_BETWEEN}{_WEEKDAY}{_BETWEEN}(?:{_DATE})")
_AGO = re.compile(r"(?:khoang |cach day )?(\d{1,3}) (phut|gio|tieng|ngay|tuan) truoc")
_UNITS = {"phut": "minutes", "gio": "hours", "tieng": "hours", "ngay": "days", "tuan": "weeks"}

# What may stand around a date that is the whole of a line.
_FRAME = re.compile(
    r"(?:(?:tin |duoc )?dang|(?:duoc )?viet|tao|ban hanh|post date|cap nhat(?: lan cuoi)?|xuat ban"
    r"|thoi gian|publish(?:ed)?|updated?|last update|phat hanh|gio dang|luc|ngay|vao"
    r"|thu (?:hai|bay|ba|tu|nam|sau|[2-7])|chu nhat|cn|t[2-7]|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|gmt|utc|ict|\+0?7(?::?00)?|[\s,.:;|()\[\]–•·/-])+"
)

_SUBMITTED = re.compile(
    r"(?:(?:duoc )?(?:gui|dang|viet) boi|submitted by|posted by) [^,:]{1,40}? (?:vao|on|luc|ngay)\b"
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
_POSTED = re.compile(r"\b(?:dang|cap nhat|xuat ban|publish)")
_BESIDE = 5  # words beside a date, of an element that is named as one
_LONGEST, _LONGEST_AGO = 160, 40  # letters of a line that is a date, or says how long ago
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{1,2})?)?"
)
_ZONE = re.compile(r"(?<=:\d\d)\s*([+-])(\d{1,2})(?::(\d\d))?$")
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}),?\s+(\d{1,2}):(\d{2})(?::\d{2})?\s*([AP]M|SA|CH)?\b", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")


@attrs.frozen
class Stamp:
    """A moment as a page states it: the wall clock, with the offset where one is stated, and the string it stood in.

    `clock` is None where only the day is known. `swapped` has day and month exchanged, where the string can be
    read both ways.
    """

    day: date
    clock: time | None
    raw: str
    offset: timedelta | None = None
    swapped: date | None = None

    @property
    def wall(self) -> str:
        """What it says, taken for Vietnam's wall clock: `2026-07-16T17:17:00+07:00`, or the day alone."""
        if self.clock is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{self.clock:%H:%M}:00+07:00"

    @property
    def converted(self) -> str:
        """The moment in Vietnam, its offset believed."""
        if self.clock is None or self.offset is None:
            return self.wall
        moment = datetime.combine(self.day, self.clock, timezone(self.offset)).astimezone(VIETNAM)
        return moment.strftime("%Y-%m-%dT%H:%M:00+07:00")

    @property
    def is_vietnams(self) -> bool:
        """Whether the offset is Vietnam's, or none is stated."""
        return self.offset is None or self.offset == timedelta(hours=7)


def read_printed(text: str, now: datetime | None = None) -> Stamp | None:
    """Read the first date of a printed line, day first, and the time beside it. `now` is for '14 giờ trước'."""
    raw = clean(text)
    folded = fold(raw)
    found = _TIME_FIRST.search(folded)
    full = _FULL.search(folded)
    if found and full and full["hour"] and full.start() < found.start():
        found = None
    best = found or full
    if best is None:
        return _ago(folded, raw, now)
    day = _day(best)
    return Stamp(day, _clock(best), raw) if day else None


def is_date_line(text: str) -> bool:
    """Tell whether a line is a date and nothing else but its label."""
    if len(text) > _LONGEST or not (_YEAR.search(text) or (len(text) <= _LONGEST_AGO and _DIGIT.search(text))):
        return False  # before it is folded: most lines end here
    if "Đảng" in text:
        return False  # which folded is when something was posted
    folded = _SUBMITTED.sub("", fold(text))
    if len(folded) > 80:
        return False
    if _AGO.fullmatch(folded):
        return True
    found = _TIME_FIRST.search(folded) or _FULL.search(folded)
    if not found or _day(found) is None:
        return False
    return all(map(_is_frame, (folded[: found.start()], folded[found.end() :])))


def is_day(text: str) -> bool:
    """Tell whether a line is a day and no time of it, nor when something was published."""
    folded = fold(text)
    found = _TIME_FIRST.search(folded) or _FULL.search(folded)
    return found is not None and not found["hour"] and not _POSTED.search(folded)


def is_mostly_date(text: str) -> bool:
    """Tell whether a line is a date beside numbers, or says that it was posted and no more than a few words."""
    folded = fold(text)
    found = _TIME_FIRST.search(folded) or _FULL.search(folded) if len(folded) <= _LONGEST else None
    if found is None or "Đảng" in text:
        return False
    beside = (folded[: found.start()] + " " + folded[found.end() :]).split()
    told = [word for word in beside if not _FRAME.fullmatch(word)]
    return not any(map(str.isalpha, "".join(told))) or (bool(_POSTED.search(folded)) and len(beside) <= _BESIDE)


def _is_frame(part: str) -> bool:
    """Tell whether what stands before or after a date belongs to it: its label, a weekday, a count of readers."""
    rest = _FRAME.sub("", part, count=1) if _FRAME.match(part) else part
    return not rest.strip() or is_button(rest)


def whole_zone(text: str) -> str:
    """Return a date whose zone, after the time, is written out: `+07` and `+07:00` as +0700, as RFC 822 has it."""
    return _ZONE.sub(lambda found: f" {found[1]}{int(found[2]):02}{found[3] or '00'}", text)


def read_stated(text: str) -> Stamp | None:
    """Read a date out of metadata: ISO 8601 with its slips, .NET's `1/21/2022 8:12:40 AM` (month first), RFC 822."""
    raw = clean(text)
    if found := _ISO.match(raw):
        return _from_iso(found, raw)
    if found := _US.match(raw):
        return _from_us(found, raw)
    try:
        moment = parsedate_to_datetime(whole_zone(raw))
    except (ValueError, TypeError, IndexError, OverflowError):
        return read_printed(raw) if len(raw) < 80 else None
    return (
        Stamp(moment.date(), moment.time().replace(second=0), raw, moment.utcoffset())
        if moment.year in _YEARS
        else None
    )


def _ago(folded: str, raw: str, now: datetime | None) -> Stamp | None:
    found = _AGO.fullmatch(folded.strip("() "))
    if not found or now is None:
        return None
    moment = now.astimezone(VIETNAM) - timedelta(**{_UNITS[found[2]]: int(found[1])})
    return Stamp(moment.date(), None, raw)


def _day(found: re.Match[str]) -> date | None:
    for kind in ("", "iso_", "long_", "named_", "first_"):
        if year := found[f"{kind}year"]:
            month = found[f"{kind}month"]
            number = (
                int(month)
                if month.isdecimal()
                else 1 + _MONTHS.index(next(one for one in _MONTHS if month in one.split("|")))
            )
            return _make_day(int(year), number, int(found[f"{kind}day"]))
    return None


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time | None:
    """Return the time beside a date: `17:09 PM` is a 24-hour clock all the same, SA and CH are AM and PM."""
    if not found["hour"]:
        return None
    return _make_clock(int(found["hour"]), int(found["minute"] or 0), found["half"] or "")


def _make_clock(hour: int, minute: int, half: str) -> time | None:
    if half in {"pm", "ch"} and hour < 12:
        hour += 12
    elif half in {"am", "sa"} and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _from_iso(found: re.Match[str], raw: str) -> Stamp | None:
    day = _make_day(int(found[1]), int(found[2]), int(found[3]))
    if day is None:
        return None
    clock = _make_clock(int(found[4]), int(found[5]), "") if found[4] else None
    return Stamp(day, clock, raw, _offset(found[7]) if clock else None)


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    found = _OFFSET.fullmatch(text)
    if not found:
        return timedelta()
    span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return None if span >= timedelta(days=1) else (-span if found[1] == "-" else span)


def _from_us(found: re.Match[str], raw: str) -> Stamp | None:
    """Read a slashed date with a time: month first with AM or PM and no padding, as .NET writes it; else day first."""
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    half = (found[6] or "").lower()
    month_first = half in {"am", "pm"} and not found[1].startswith("0") and not found[2].startswith("0") and first <= 12
    days = [_make_day(year, second, first), _make_day(year, first, second)]
    if month_first:
        days.reverse()
    right, other = (days[0], days[1]) if days[0] else (days[1], None)
    if right is None:
        return None
    clock = _make_clock(int(found[4]), int(found[5]), half)
    return Stamp(right, clock, raw, swapped=other)


def is_after(stamp: str, now: datetime, by: timedelta) -> bool:
    """Tell whether a published_at string lies later than `now` by more than a span."""
    moment = datetime.fromisoformat(stamp)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return moment.astimezone(UTC) > now + by
