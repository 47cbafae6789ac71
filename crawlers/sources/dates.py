"""Dates as feeds and sitemaps write them, by the rules and not by them.

A time without a zone is Vietnam's: that is where the publisher's clock hangs.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import TYPE_CHECKING

from pipeline import clock
from pipeline.extraction import whole_zone
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Before the first Vietnamese newspaper went online: the zero of some clock (0001-01-01, 1970-01-01).
EARLIEST = datetime(1995, 1, 1, tzinfo=clock.VIETNAM)
# A clock that is fast, or a zone that is wrong, is off by less than this; an announced text by more.
LENIENCE = timedelta(days=1)

_WEEKDAY = re.compile(r"^(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn)\b[\s,.]*")
_ZONE = re.compile(r"\b(?:gmt|utc|ict)\s*(?:([+-])\s*(\d{1,2})(?::?(\d\d))?)?$")
_NO_ZONE = re.compile(r":\d\d(?: \d{4})?$")
_NUMBERS = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[\s,t-]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([ap]m|sa|ch)?)?"
    r"\s*(z|[+-]\d\d:?\d\d)?"
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[\st]+(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?)?\s*(z|[+-]\d\d(?::?\d\d)?)?")


def read_date(raw: str | None, *, month_first: bool = False) -> datetime | None:
    """Return the aware moment a feed or sitemap means, or None where it says nothing that can be.

    ISO 8601, RFC 822 (also with a two-digit year, `GMT+7`, a Vietnamese weekday), `24/9/2026 21:41` and, with
    `month_first`, `9/24/2026 9:41:00 PM`. What lies in the future, or before there was a web, is None.
    """
    text = _plain(raw)
    try:
        moment = _iso(text) or _numbers(text, month_first=month_first) or _rfc822(text)
        # An aware value's UTC time may lie outside the calendar: 0001-01-01T00:00:00+07:00.
        return moment if moment and EARLIEST <= moment <= clock.now() + LENIENCE else None
    except (ValueError, OverflowError):
        return None


def is_month_first(raws: Iterable[str | None]) -> bool:
    """Tell whether the dates of one feed put the month first, as .NET does under its American default.

    One impossible month settles it; else AM or PM with a 12-hour clock does: Vietnamese formats write SA and CH.
    """
    found = [match for raw in raws if (match := _NUMBERS.fullmatch(_plain(raw)))]
    if any(int(match[1]) > 12 for match in found):
        return False
    return any(int(match[2]) > 12 or (match[7] in {"am", "pm"} and int(match[4]) <= 12) for match in found)


def _plain(raw: str | None) -> str:
    """Return the text without accents and weekday, its zone as +0700."""
    text = _WEEKDAY.sub("", fold(raw or "")[:100])
    return whole_zone(_ZONE.sub(_offset, text))


def _offset(match: re.Match[str]) -> str:
    if match[1]:
        return f"{match[1]}{int(match[2]):02}{match[3] or '00'}"
    return "+0700" if match[0].startswith("ict") else "+0000"


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    return _aware(datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}"), match[3])


def _numbers(text: str, *, month_first: bool) -> datetime | None:
    match = _NUMBERS.fullmatch(text)
    if not match:
        return None
    day, month = (match[2], match[1]) if month_first else (match[1], match[2])
    hour = int(match[4] or 0)
    if match[7] in {"pm", "ch"} and hour < 12:  # "17:09 PM" occurs
        hour += 12
    elif match[7] in {"am", "sa"} and hour == 12:
        hour = 0
    naive = datetime(int(match[3]), int(month), int(day), hour, int(match[5] or 0), int(match[6] or 0))  # noqa: DTZ001  made aware below
    return _aware(naive, match[8])


def _rfc822(text: str) -> datetime | None:
    parsed = parsedate_tz(_NO_ZONE.sub(r"\g<0> +0700", text).replace("-0000", "+0000"))
    if not parsed:
        return None
    zone = timezone(timedelta(seconds=parsed[9] or 0))
    return datetime(*parsed[:6], tzinfo=zone)


def _aware(naive: datetime, offset: str | None) -> datetime:
    if not offset:
        return naive.replace(tzinfo=clock.VIETNAM)
    return datetime.strptime(f"{naive.isoformat()}{_four_digits(offset)}", "%Y-%m-%dT%H:%M:%S%z")


def _four_digits(offset: str) -> str:
    return offset.upper() if offset == "z" or len(offset) > 3 else f"{offset}00"
