"""The chart of articles a day: bars stacked by site, as numbers that an SVG draws."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS = 30
# More colours than these can't be told apart in a bar 10 pixels wide; the sites beyond are one grey.
COLOURS = 6
HEIGHT = 100.0


@attrs.frozen
class Segment:
    """One site's part of a bar."""

    series: int
    """Number of its colour; COLOURS for all sites beyond them."""
    top: float
    """Measured from the top of the drawing, which is HEIGHT high."""
    height: float
    articles: int


@attrs.frozen
class Bar:
    """One day."""

    day: date
    articles: int
    segments: tuple[Segment, ...]


@attrs.frozen
class Chart:
    """Articles of the last DAYS days."""

    bars: tuple[Bar, ...]
    series: tuple[str | None, ...]
    """Domains in the order of their colours; None at the end for all others."""

    @property
    def articles(self) -> int:
        """All articles of the span."""
        return sum(bar.articles for bar in self.bars)

    @property
    def fullest(self) -> Bar:
        """The day with the most articles, the latest of several."""
        return max(self.bars, key=lambda bar: (bar.articles, bar.day))


def span(today: date) -> tuple[date, date]:
    """First and last day of the chart that ends today."""
    return today - timedelta(days=DAYS - 1), today


def draw(counts: Mapping[tuple[str, str], int], today: date) -> Chart:
    """Lay out the chart that ends today. `counts` are articles by day (`2026-11-23`) and domain."""
    by_domain = Counter[str]()
    for (_, domain), articles in counts.items():
        by_domain[domain] += articles
    ranked = sorted(by_domain, key=lambda domain: (-by_domain[domain], domain))
    series: tuple[str | None, ...] = (*ranked[:COLOURS], *([None] if len(ranked) > COLOURS else []))
    by_day: dict[str, Counter[int]] = {}
    for (day, domain), articles in counts.items():
        by_day.setdefault(day, Counter())[min(ranked.index(domain), COLOURS)] += articles
    most = max((sum(day.values()) for day in by_day.values()), default=1)
    first, _ = span(today)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return Chart(tuple(_bar(day, by_day.get(str(day), Counter()), most) for day in days), series)


def _bar(day: date, of_series: Counter[int], most: int) -> Bar:
    segments: list[Segment] = []
    below = HEIGHT
    for number in sorted(of_series):
        height = HEIGHT * of_series[number] / most
        below -= height
        segments.append(Segment(number, round(below, 2), round(height, 2), of_series[number]))
    return Bar(day, sum(of_series.values()), tuple(segments))
