"""When it was published, and last changed: what is stated against what is printed.

The ladder: a site's rule, metadata with an offset that can be true, the page's own date beside its headline, else
nothing. Never a date out of the text, never today. What a reader is told decides between two readings of one string:
an offset that is wrong (+08:00, -07:00, Z for Vietnam's wall clock), a day and month exchanged, a day without its time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.extraction.html import RULE
from pipeline.extraction.lines import Stamp, is_after, is_dated_byline, read_printed, read_stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pipeline.article import Precision
    from pipeline.extraction.html import Block

_ABOVE = 6  # blocks above the headline that may hold its date
_DAY = timedelta(days=1)


@attrs.frozen
class Publication:
    """Publication as Article keeps it: `at` is ISO 8601, to the minute (+07:00) or a day; `method` the place."""

    at: str | None = None
    precision: Precision | None = None
    method: str | None = None
    raw: str | None = None


def printed_dates(
    before: Sequence[Block], after: Sequence[Block], now: datetime | None
) -> tuple[list[tuple[str, Stamp]], list[Block]]:
    """Return the dates printed beside the headline, and their blocks: below it first, then the nearest above.

    A clock's day is none.
    """
    found, blocks = [], []
    for block in (*after, *_beside(before)):
        if block.role == "clock" or block.media is not None:
            continue
        dated = block.role in {"date", "byline"} or block.inner == "date" or block.is_date
        dated = dated or is_dated_byline(block.text)
        if not (dated or block.marked) or len(block.text) > 200:
            continue
        stamp = read_printed(block.text, now)
        if stamp:
            found.append((block.marked or "page", stamp))
            blocks.append(block)
    return found, blocks


def _beside(before: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks above the headline, nearest first, as far as the banner: beyond its menu a clock ticks."""
    for block in list(reversed(before))[:_ABOVE]:
        if block.role == "navigation":
            return
        yield block


def choose(
    stated: Iterable[tuple[str, str]], printed: Sequence[tuple[str, Stamp]], now: datetime | None
) -> Publication:
    """Return the publication, decided between what is stated (place, string) and what is printed (place, stamp)."""
    ruled = [pair for pair in printed if pair[0] == RULE]
    if ruled and (made := _made(ruled[0][1].wall, *ruled[0], now)):
        return made
    for method, raw in stated:
        stamp = read_stated(raw)
        if stamp and (made := _settle(method, stamp, printed, now)):
            return made
    for method, stamp in printed:
        if made := _made(stamp.wall, method, stamp, now):
            return made
    return Publication()


def _settle(
    method: str, stamp: Stamp, printed: Sequence[tuple[str, Stamp]], now: datetime | None
) -> Publication | None:
    """Decide one stated stamp against the printed ones: the same minute, else the same day, else by its offset."""
    readings = _readings(stamp)
    for where, shown in printed:
        if shown.clock and stamp.clock and (same := _first_like(readings, shown.wall[:16])):
            return _made(same, method, stamp, now)
        if same := _first_like(readings, shown.wall[:10]):
            if shown.clock and (stamp.clock is None or _is_midnight(stamp)):
                return _made(shown.wall, where, shown, now)
            if shown.clock is None:
                return _made(shown.wall if _is_midnight(stamp) else same, method, stamp, now)
    if not _can_be_true(stamp) and printed:
        return _made(printed[0][1].wall, *printed[0], now)
    return _made(readings[0], method, stamp, now) or _made(stamp.wall, method, stamp, now)


def _first_like(readings: Sequence[str], start: str) -> str | None:
    return next((reading for reading in readings if reading.startswith(start)), None)


def _readings(stamp: Stamp) -> list[str]:
    """Return every way a stated stamp can be read, the likeliest first."""
    readings = [stamp.converted, stamp.wall] if _can_be_true(stamp) else [stamp.wall, stamp.converted]
    if stamp.swapped:
        readings.append(attrs.evolve(stamp, day=stamp.swapped, swapped=None).wall)
    return readings


def _can_be_true(stamp: Stamp) -> bool:
    """Tell whether an offset can be meant: Vietnam's own, or UTC."""
    return stamp.is_vietnams or stamp.offset == timedelta()


def _is_midnight(stamp: Stamp) -> bool:
    return stamp.clock is not None and stamp.clock.hour == stamp.clock.minute == 0


def _made(at: str, method: str, stamp: Stamp, now: datetime | None) -> Publication | None:
    """Make a publication; None where it lies more than a day after now."""
    if now is not None and is_after(at, now, _DAY):
        return None
    return Publication(at, "minute" if len(at) > 10 else "day", method, stamp.raw)


def modified(stated: Iterable[tuple[str, str]], published: Publication, now: datetime | None) -> str | None:
    """Return when it was last changed, as stated: read the way the publication's string was, and never before it."""
    for _, raw in stated:
        stamp = read_stated(raw)
        if stamp is None or stamp.clock is None:
            continue
        lied = published.raw is not None and _was_wall(published)
        at = stamp.wall if lied or not _can_be_true(stamp) else stamp.converted
        early = published.at is not None and at[: len(published.at)] < published.at
        if not early and (now is None or not is_after(at, now, _DAY)):
            return at
    return None


def _was_wall(published: Publication) -> bool:
    """Tell whether the publication's stated offset was found to be wrong."""
    stamp = read_stated(published.raw or "")
    return stamp is not None and stamp.wall != stamp.converted and stamp.wall == published.at
