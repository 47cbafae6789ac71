"""When it was published, and last changed: what is stated against what is printed.

The ladder: a site's rule, metadata with an offset that can be true, the page's own date beside its headline, else
nothing. Never a date out of the text, never today. What a reader is told decides between two readings of one string:
an offset that is wrong (+08:00, -07:00, Z for Vietnam's wall clock), a day and month exchanged, a day without its time.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.html import RULE
from pipeline.extraction.lines import Stamp, is_after, is_dated_byline, is_mostly_date, read_printed, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.article import Precision
    from pipeline.extraction.html import Block

_ABOVE = 6  # blocks above the headline that may hold its date
_LONGEST = 200  # letters of a block that holds one
_DAY = timedelta(days=1)
_NUMBERS = re.compile(r"[\d\s/.:()|–-]+")
_UPDATED = re.compile(r"\b(?:cap nhat|sua doi|chinh sua|updated?|modified)\b")


@attrs.frozen
class Publication:
    """When an article was published, and how that is known; all None where nothing tells."""

    at: str | None = None
    """ISO 8601 in Vietnam's time: to the minute (`2026-07-16T17:17:00+07:00`), or a day."""
    precision: Precision | None = None
    method: str | None = None
    """The place it was read at: `json-ld`, `meta NAME`, `site rule`, `page` ..."""
    raw: str | None = None
    """The string that says so."""


@attrs.frozen(eq=False)
class PrintedDate:
    """A date that is printed near the headline."""

    method: str
    """`page`, or who says that the block is a date."""
    stamp: Stamp
    block: Block


def printed_dates(before: Sequence[Block], after: Sequence[Block], now: datetime | None) -> Iterator[PrintedDate]:
    """Dates printed beside the headline: those below it (`after`) first, then the nearest above.

    A clock, which shows the day of the capture, is none.
    """
    for block in (*after, *_beside(before)):
        if _may_date(block) and (stamp := read_printed(block.text, now)):
            yield PrintedDate(block.marked or "page", stamp, block)


def _may_date(block: Block) -> bool:
    if block.role == "clock" or block.media is not None or len(block.text) > _LONGEST:
        return False
    is_named = bool(block.marked) or block.role in {"date", "byline"} or block.inner == "date"
    return is_named or block.is_date or is_dated_byline(block.text) or _is_among_numbers(block)


def _is_among_numbers(block: Block) -> bool:
    """Whether a line is a date with nothing but numbers, as of readers, beside it."""
    return bool(_NUMBERS.fullmatch(block.text)) and is_mostly_date(block.text)


def _beside(before: Sequence[Block]) -> Iterator[Block]:
    """Blocks above the headline, nearest first, as far as the banner: beyond its menu a clock ticks."""
    for block in list(reversed(before))[:_ABOVE]:
        if block.role == "navigation":
            return
        yield block


def choose_publication(
    stated: Iterable[tuple[str, str]], printed: Sequence[PrintedDate], now: datetime | None
) -> Publication:
    """Decide between what is stated (pairs of place and string, the best place first) and what is printed."""
    ruled = next((date for date in printed if date.method == RULE), None)
    if ruled and (publication := _as_printed(ruled, now)):
        return publication
    for method, raw in stated:
        stamp = read_stated(raw)
        if stamp and (publication := _settle(method, stamp, printed, now)):
            return publication
    for date in printed:
        if publication := _as_printed(date, now):
            return publication
    return Publication()


def _settle(method: str, stamp: Stamp, printed: Sequence[PrintedDate], now: datetime | None) -> Publication | None:
    """Decide one stated stamp against the printed ones: the same minute, else the same day, else by its offset."""
    readings = _readings(stamp)
    for date in printed:
        if date.stamp.clock and stamp.clock and (same := _first_like(readings, date.stamp.wall[:16])):
            return _believable(same, method, stamp, now)
        if same := _first_like(readings, date.stamp.wall[:10]):
            if date.stamp.clock and (stamp.clock is None or _is_midnight(stamp)):
                return _as_printed(date, now)
            if date.stamp.clock is None:
                return _believable(date.stamp.wall if _is_midnight(stamp) else same, method, stamp, now)
    if printed and (not _can_be_true(stamp) or _contradicts(printed[0], stamp)):
        return _as_printed(printed[0], now)
    return _believable(readings[0], method, stamp, now) or _believable(stamp.wall, method, stamp, now)


def _contradicts(date: PrintedDate, stamp: Stamp) -> bool:
    """Whether what a reader is told is days from what the head states.

    What says that it is of an update is not, nor is midnight: a page's own clock.
    """
    is_other = abs(date.stamp.day - stamp.day) > _DAY and not _is_midnight(date.stamp)
    return is_other and not _UPDATED.search(date.block.folded)


def _as_printed(date: PrintedDate, now: datetime | None) -> Publication | None:
    return _believable(date.stamp.wall, date.method, date.stamp, now)


def _first_like(readings: Sequence[str], start: str) -> str | None:
    return next((reading for reading in readings if reading.startswith(start)), None)


def _readings(stamp: Stamp) -> list[str]:
    """Every way a stated stamp can be read, as ISO 8601, the likeliest first."""
    readings = [stamp.converted, stamp.wall] if _can_be_true(stamp) else [stamp.wall, stamp.converted]
    if stamp.swapped:
        readings.append(attrs.evolve(stamp, day=stamp.swapped, swapped=None).wall)
    return readings


def _can_be_true(stamp: Stamp) -> bool:
    """Whether an offset can be meant: Vietnam's own, or UTC."""
    return stamp.is_vietnams or stamp.offset == timedelta()


def _is_midnight(stamp: Stamp) -> bool:
    return stamp.clock is not None and stamp.clock.hour == stamp.clock.minute == 0


def _believable(at: str, method: str, stamp: Stamp, now: datetime | None) -> Publication | None:
    """Publication at a moment; None where that lies more than a day after `now`."""
    if now is not None and is_after(at, now, _DAY):
        return None
    return Publication(at, "minute" if len(at) > 10 else "day", method, stamp.raw)


def choose_modified(stated: Iterable[tuple[str, str]], published: Publication, now: datetime | None) -> str | None:
    """When it was last changed, as stated: read the way the publication's string was, and never before it."""
    for _, raw in stated:
        stamp = read_stated(raw)
        if stamp is None or stamp.clock is None:
            continue
        is_wall = published.raw is not None and _was_wall(published)
        at = stamp.wall if is_wall or not _can_be_true(stamp) else stamp.converted
        is_earlier = published.at is not None and at[: len(published.at)] < published.at
        if not is_earlier and (now is None or not is_after(at, now, _DAY)):
            return at
    return None


def _was_wall(published: Publication) -> bool:
    """Whether the publication's stated offset was found to be wrong, so that its clock is Vietnam's."""
    stamp = read_stated(published.raw or "")
    return stamp is not None and stamp.wall != stamp.converted and stamp.wall == published.at
