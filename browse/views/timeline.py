"""What a search finds month by month: bars that each lead to their month, as numbers that an SVG draws."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MONTHS = 120  # more make bars too thin to point at
HEIGHT = 100.0
WIDTH = 10  # of a bar and the gap beside it


@attrs.frozen
class Month:
    """One month and its bar."""

    first: date
    """Its first day."""
    last: date
    """Its last day."""
    articles: int
    height: float
    """Of the bar, HEIGHT at most."""
    x: int
    """Where the bar begins, from the left."""


def draw(counts: Iterable[tuple[str, int]]) -> tuple[Month, ...]:
    """Lay out the months from the first that has articles to the last, a year of them at least, MONTHS at most.

    `counts` are months (`2026-11`) with their articles, in order of time.
    """
    articles = dict(counts)
    if not articles:
        return ()
    most = max(articles.values())
    latest = max(articles)
    months = list(_between(min(*articles, _year_before(latest)), latest))[-MONTHS:]
    return tuple(
        _month(first, articles.get(str(first)[:7], 0), most, number * WIDTH) for number, first in enumerate(months)
    )


def _month(first: date, articles: int, most: int, x: int) -> Month:
    last = _next(first) - timedelta(days=1)
    # The smallest bar still is to be seen.
    return Month(first, last, articles, round(max(HEIGHT * articles / most, 2.0 if articles else 0.0), 2), x)


def _year_before(month: str) -> str:
    """First of the twelve months that end with this one; both as `2026-11`."""
    year, number = map(int, month.split("-"))
    return f"{year - (number < 12):04}-{number % 12 + 1:02}"


def _between(earliest: str, latest: str) -> Iterator[date]:
    month = date.fromisoformat(f"{earliest}-01")
    while str(month)[:7] <= latest:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
