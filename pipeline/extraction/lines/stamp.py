"""Stamp: a moment as a page states it, before anybody decided what it means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import attrs

from pipeline.clock import VIETNAM


@attrs.frozen
class Stamp:
    """The wall clock that a string states, beside the string itself."""

    day: date
    clock: time | None
    """None where only the day is stated."""
    raw: str
    """The string, or the line it stands in, after `clean`."""
    offset: timedelta | None = None
    """From UTC, as stated; None where none is."""
    swapped: date | None = None
    """The day with day and month exchanged, where the string can be read both ways."""

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


def is_after(stamp: str, now: datetime, by: timedelta) -> bool:
    """Does a `published_at` (ISO 8601; without a zone Vietnam's) lie more than `by` later than `now`."""
    moment = datetime.fromisoformat(stamp)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return moment.astimezone(UTC) > now + by
