"""Dates as feeds and sitemaps write them, by the rules and not by them.

A time without a zone is Vietnam's: that is where the publisher's clock hangs.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from email.utils import parsedate_tz
from typing import TYPE_CHECKING

from pipeline.clock import VIETNAM
from pipeline.extraction.lines.date_grammar import (
    FRACTION,
    HALF,
    WEEKDAY,
    clock_of,
    day_of,
    numbered_zone,
    offset_of,
    whole_zone,
)
from pipeline.extraction.lines.printed_dates import is_date_line, read_printed
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100  # letters that are looked at
_LEADING_WEEKDAY = re.compile(rf"^(?:{WEEKDAY}\b|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}})[\s,.]*(?=[\da-z])")
_NO_ZONE = re.compile(r":\d\d(?: \d{4})?$")
_CLOCK = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<seconds>\d\d))?(?:\.\d+)?(?:\s*(?P<half>{HALF})\b)?"
_REST = rf"(?:[\s,t-]+{_CLOCK})?\s*(?P<zone>z|[+-]\d\d:?[0-5]\d)?"
_NUMBERS = re.compile(rf"(?P<first>\d{{1,2}})[/.-](?P<second>\d{{1,2}})[/.-](?P<year>\d{{4}}){_REST}")
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}}){_REST}")
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<seconds>\d\d)?(?P<half>)"
    r"\s*(?P<zone>z|[+-]\d\d:?[0-5]\d)?"
)
_ISO = re.compile(
    rf"(?P<day>\d{{4}}-\d\d-\d\d)(?:[\st]+(?P<clock>\d\d:\d\d(?::\d\d)?){FRACTION})?"
    r"\s*(?P<zone>z|[+-]\d\d(?::?[0-5]\d)?)?"
)
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?")  # seconds of 2001 to 2033, their thousandths behind them
# What JavaScript and Java print of a moment: a zone's name in brackets; the zone between the clock and the year.
_NAME_OF_ZONE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])$")
_YEAR_LAST = re.compile(r"^([a-z]{3}) (\d{1,2}) (\d\d:\d\d:\d\d) ([a-z]{1,4}|(?:gmt|utc)?[+-]\d\d:?\d\d) (\d{4})$")
_HALVED = re.compile(rf"\b{_CLOCK}(?<=[a-z])")
_DAY_IN_WORDS = re.compile(r"(?:\d{1,2}[ -][a-z]{3,9}|[a-z]{3,9} \d{1,2},?)[ -]\d{4}")


def read_feed_date(raw: str | None, *, month_first: bool = False) -> datetime | None:
    """Aware moment that a feed or sitemap means, None where it states none.

    ISO 8601, RFC 822 (also with a two-digit year, `GMT+7`, a Vietnamese weekday), `2026/9/24 21:41`, `24/9/2026 21:41`
    and, with `month_first`, `9/24/2026 9:41:00 PM`; seconds since 1970; what JavaScript, Java and pages print.
    """
    text = _plain(raw)
    try:
        if iso := _ISO.fullmatch(text):
            clock = time.fromisoformat(iso["clock"] or "00:00")
            return _aware(date.fromisoformat(iso["day"]), clock, iso["zone"])
        if numbers := _NUMBERS.fullmatch(text):
            return _from_numbers(numbers, month_first=month_first)
        if year_first := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
            return _from_parts(year_first, int(year_first["month"]), int(year_first["day"]))
        if epoch := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(epoch[1]), VIETNAM)
        return _from_rfc822(text) or _from_line(raw or "")
    except (ValueError, OverflowError):
        return None


def is_month_first(raws: Iterable[str | None]) -> bool:
    """Whether the dates of one feed put the month first, as .NET does under its American default.

    One impossible month settles it; else AM or PM with a 12-hour clock does: Vietnamese formats write SA and CH.
    """
    dates = [numbers for raw in raws if (numbers := _NUMBERS.fullmatch(_plain(raw)))]
    if any(int(numbers["first"]) > 12 for numbers in dates):
        return False
    return any(int(numbers["second"]) > 12 or _is_american(numbers) for numbers in dates)


def _is_american(numbers: re.Match[str]) -> bool:
    return numbers["half"] in {"am", "pm"} and int(numbers["hour"]) <= 12


def _plain(raw: str | None) -> str:
    """Fold, drop a weekday and write the zone as +0700."""
    text = _NAME_OF_ZONE.sub("", fold(raw or "")[:_LONGEST])
    text = _YEAR_LAST.sub(r"\2 \1 \5 \3 \4", _LEADING_WEEKDAY.sub("", text))
    return whole_zone(numbered_zone(text))


def _from_numbers(numbers: re.Match[str], *, month_first: bool) -> datetime | None:
    first, second = int(numbers["first"]), int(numbers["second"])
    return _from_parts(numbers, *((first, second) if month_first else (second, first)))


def _from_parts(parts: re.Match[str], month: int, day: int) -> datetime | None:
    written, clock = day_of(int(parts["year"]), month, day), _clock(parts)
    return _aware(written, clock, parts["zone"]) if written and clock else None


def _clock(parts: re.Match[str]) -> time | None:
    hour, minute, seconds = (int(parts[part] or 0) for part in ("hour", "minute", "seconds"))
    return clock_of(hour, minute, parts["half"] or "", seconds)


def _from_rfc822(text: str) -> datetime | None:
    text = f"{text} 00:00" if _DAY_IN_WORDS.fullmatch(text) else _HALVED.sub(_whole_clock, text)
    parsed = parsedate_tz(_NO_ZONE.sub(r"\g<0> +0700", text).replace("-0000", "+0000"))
    if not parsed:
        return None
    zone = timezone(timedelta(seconds=parsed[9] or 0))
    return datetime(*parsed[:6], tzinfo=zone)


def _whole_clock(halved: re.Match[str]) -> str:
    """Write a clock of twice twelve hours as one of 24; parsedate_tz passes over its half."""
    clock = _clock(halved)
    return clock.isoformat() if clock else halved[0]


def _from_line(raw: str) -> datetime | None:
    """Read a date that is written as pages print it, with nothing else beside it."""
    stamp = read_printed(raw) if is_date_line(raw) else None
    return datetime.combine(stamp.day, stamp.clock or time(), VIETNAM) if stamp else None


def _aware(day: date, clock: time, zone: str | None) -> datetime | None:
    offset = offset_of(zone) if zone else None
    if zone and offset is None:
        return None
    return datetime.combine(day, clock, VIETNAM if offset is None else timezone(offset))
