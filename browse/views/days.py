"""Articles of a list under the days they are shown at."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.queries import ArticleLine


@attrs.frozen
class DayGroup:
    """One day of a list."""

    date: str
    """As `2026-11-23`, in Vietnam."""
    lines: tuple[ArticleLine, ...]


def by_day(lines: Iterable[ArticleLine]) -> list[DayGroup]:
    """Group articles that come in order of time; the order stays."""
    return [DayGroup(date, tuple(of_day)) for date, of_day in groupby(lines, key=lambda line: line.shown_at[:10])]
