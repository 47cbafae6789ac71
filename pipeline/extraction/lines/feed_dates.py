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
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100  # letters that are looked at
_LEADING_WEEKDAY = re.compile(rf"^{WEEKDAY}\b[\s,.]*")
_NO_ZONE = re.compile(r":\d\d(?: \d{4})?$")
_NUMBERS = re.compile(
    r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})"
    rf"(?:[\s,t-]+(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<seconds>\d\d))?(?:\.\d+)?\s*(?P<half>{HALF})?)?"
    r"\s*(?P<zone>z|[+-]\d\d:?[0-5]\d)?"
)
_ISO = re.compile(
    rf"(?P<day>\d{{4}}-\d\d-\d\d)(?:[\st]+(?P<clock>\d\d:\d\d(?::\d\d)?){FRACTION})?"
    r"\s*(?P<zone>z|[+-]\d\d(?::?[0-5]\d)?)?"
)


def read_feed_date(raw: str | None, *, month_first: bool = False) -> datetime | None:
    """Aware moment that a feed or sitemap means, None where it states none.

    ISO 8601, RFC 822 (also with a two-digit year, `GMT+7`, a Vietnamese weekday), `24/9/2026 21:41` and, with
    `month_first`, `9/24/2026 9:41:00 PM`.
    """
    text = _plain(raw)
    try:
        if iso := _ISO.fullmatch(text):
            clock = time.fromisoformat(iso["clock"] or "00:00")
            return _aware(date.fromisoformat(iso["day"]), clock, iso["zone"])
        if numbers := _NUMBERS.fullmatch(text):
            return _from_numbers(numbers, month_first=month_first)
        return _from_rfc822(text)
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
    return whole_zone(numbered_zone(_LEADING_WEEKDAY.sub("", fold(raw or "")[:_LONGEST])))


def _from_numbers(numbers: re.Match[str], *, month_first: bool) -> datetime | None:
    first, second = int(numbers["first"]), int(numbers["second"])
    month, day = (first, second) if month_first else (second, first)
    written = day_of(int(numbers["year"]), month, day)
    hour, minute, seconds = (int(numbers[part] or 0) for part in ("hour", "minute", "seconds"))
    clock = clock_of(hour, minute, numbers["half"] or "", seconds)
    return _aware(written, clock, numbers["zone"]) if written and clock else None


def _from_rfc822(text: str) -> datetime | None:
    parsed = parsedate_tz(_NO_ZONE.sub(r"\g<0> +0700", text).replace("-0000", "+0000"))
    if not parsed:
        return None
    zone = timezone(timedelta(seconds=parsed[9] or 0))
    return datetime(*parsed[:6], tzinfo=zone)


def _aware(day: date, clock: time, zone: str | None) -> datetime | None:
    offset = offset_of(zone) if zone else None
    if zone and offset is None:
        return None
    return datetime.combine(day, clock, VIETNAM if offset is None else timezone(offset))
