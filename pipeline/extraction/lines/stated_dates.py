"""Dates as the heads of pages state them, for programs to read, with the slips that their CMSes make."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pipeline.extraction.lines.date_grammar import FRACTION, HALF, YEARS, clock_of, day_of, offset_of, whole_zone
from pipeline.extraction.lines.printed_dates import read_printed
from pipeline.extraction.lines.stamp import Stamp
from pipeline.text import clean

if TYPE_CHECKING:
    from datetime import date

_ISO = re.compile(
    rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})"
    rf"(?:[T\s]+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}}{FRACTION})?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{1,2})?)?"
)
_SLASHED = re.compile(
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}),?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?"
    rf"\s*(?P<half>{HALF})?\b",
    re.IGNORECASE,
)
_LONGEST = 80  # letters of a date that is written as pages print it


def read_stated(text: str) -> Stamp | None:
    """Read a date of the head: ISO 8601, .NET's `1/21/2022 8:12:40 AM` (month first), RFC 822, else as printed."""
    raw = clean(text)
    if iso := _ISO.match(raw):
        return _from_iso(iso, raw)
    if slashed := _SLASHED.match(raw):
        return _from_slashed(slashed, raw)
    try:
        moment = parsedate_to_datetime(whole_zone(raw))
    except (ValueError, TypeError, IndexError, OverflowError):
        return read_printed(raw) if len(raw) < _LONGEST else None
    if moment.year not in YEARS:
        return None
    return Stamp(moment.date(), moment.time().replace(second=0), raw, moment.utcoffset())


def _from_iso(iso: re.Match[str], raw: str) -> Stamp | None:
    day = day_of(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    if day is None:
        return None
    clock = clock_of(int(iso["hour"]), int(iso["minute"])) if iso["hour"] else None
    return Stamp(day, clock, raw, offset_of(iso["zone"]) if clock and iso["zone"] else None)


def _from_slashed(slashed: re.Match[str], raw: str) -> Stamp | None:
    """Read it month first where it has AM or PM and no padding, as .NET's American default does; else day first."""
    half = (slashed["half"] or "").lower()
    day, swapped = _days(slashed, month_first=half in {"am", "pm"} and not _is_padded(slashed))
    if day is None:
        return None
    return Stamp(day, clock_of(int(slashed["hour"]), int(slashed["minute"]), half), raw, swapped=swapped)


def _is_padded(slashed: re.Match[str]) -> bool:
    return slashed["first"].startswith("0") or slashed["second"].startswith("0")


def _days(slashed: re.Match[str], *, month_first: bool) -> tuple[date | None, date | None]:
    """Both readings of the numbers that the calendar has, the likelier first."""
    first, second, year = int(slashed["first"]), int(slashed["second"]), int(slashed["year"])
    readings = [day_of(year, second, first), day_of(year, first, second)]
    if month_first and first <= 12:
        readings.reverse()
    return (readings[0], readings[1]) if readings[0] else (readings[1], None)
