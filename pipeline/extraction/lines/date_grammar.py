"""What written dates are made of, on pages, in their heads and in feeds: patterns and the rules that read them.

Patterns are for folded text. The general parsers read half of these strings wrong (GMT+7 as -07:00, 2/3 as the third of
February), so this grammar knows few shapes, all of them seen.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

YEARS = range(1990, 2100)  # of publications; other numbers of four digits are none

WEEKDAY = r"(?:thu (?:hai|bay|ba|tu|nam|sau|[2-7])|chu nhat|cn|t[2-7])"
HALF = r"(?:am|pm|sa|ch|sang|trua|chieu|toi|dem)"  # of a day; SA and CH are sáng and chiều
_LATE, _EARLY = {"pm", "ch", "chieu", "toi", "dem"}, {"am", "sa", "sang"}
_NOON = 6  # hours: `1 giờ trưa` is 13:00, `11 giờ trưa` is 11:00
FRACTION = r"(?:[.,]\d+)?"  # of a second

_ZONE_AT_END = re.compile(r"(?<=:\d\d)\s*([+-])(\d{1,2})(?::(\d\d))?$")
_NAMED_ZONE = re.compile(r"\b(?:gmt|utc|ict)\s*(?:([+-])\s*(\d{1,2})(?::?(\d\d))?)?$")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")


def day_of(year: int, month: int, day: int) -> date | None:
    """None where the calendar has no such day, or its year is not one of YEARS."""
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def clock_of(hour: int, minute: int, half: str = "", second: int = 0) -> time | None:
    """Time of day; `half` is what HALF matched. `17:09 PM` occurs and is a 24-hour clock all the same."""
    if (half in _LATE and hour < 12) or (half == "trua" and hour < _NOON):
        hour += 12
    elif half in _EARLY and hour == 12:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def offset_of(zone: str) -> timedelta | None:
    """Offset from UTC of `+07:00`, `+0700`, `+7`, or of a name of UTC (`Z`, `GMT`); None where it is a day or more."""
    match = _OFFSET.fullmatch(zone)
    if not match:
        return timedelta()
    span = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if span >= timedelta(days=1):
        return None
    return -span if match[1] == "-" else span


def whole_zone(text: str) -> str:
    """Write the zone at the end of a date, after its time, as RFC 822 does: `+07` and `+07:00` become ` +0700`."""
    return _ZONE_AT_END.sub(lambda zone: f" {zone[1]}{int(zone[2]):02}{zone[3] or '00'}", text)


def numbered_zone(text: str) -> str:
    """Write a zone at the end that is named, or counted from a name, as RFC 822 does: `gmt+7` becomes `+0700`."""
    return _NAMED_ZONE.sub(_as_number, text)


def _as_number(zone: re.Match[str]) -> str:
    if zone[1]:
        return f"{zone[1]}{int(zone[2]):02}{zone[3] or '00'}"
    return "+0700" if zone[0].startswith("ict") else "+0000"
