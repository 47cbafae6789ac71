"""What narrows a search, and the scope that this is in the index: marks to be matched, and a span of row numbers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.provinces import MERGED_ON, provinces_of
from pipeline.search.index import first_number
from pipeline.search.query import MARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from pipeline.provinces import Province
    from pipeline.revisits import Availability

ALL_TIME = (-(2**62), 2**62)


@attrs.frozen
class Filters:
    """What a search is narrowed by; None leaves a field open."""

    site: str | None = None
    """A domain."""
    province: Province | None = None
    """Where the article's site reported from on the day of publication."""
    section: str | None = None
    """As archived, and so is `agency`."""
    agency: str | None = None
    since: date | None = None
    """The first day of publication, on Vietnam's clock."""
    until: date | None = None
    """The last day, inclusive."""
    availability: Availability | None = None
    """How the article stands today."""
    edited: bool = False
    """Only articles whose publisher changed the text."""


EVERYTHING = Filters()


@attrs.frozen
class IndexScope:
    """What filters are to an index: an expression that has to match ("" for none), and the row numbers, inclusive."""

    marks: str
    first: int
    last: int

    def within(self, expression: str) -> str:
        """An expression, and the marks with it."""
        return f"({expression}) AND {self.marks}" if self.marks else expression


def scope_of(db: Database, filters: Filters) -> IndexScope:
    """The part of the index that filters leave. A site that the archive does not know leaves nothing."""
    marks = [
        filters.site is not None and _any_site(_sites(db, lambda domain, _: domain == filters.site)),
        filters.section is not None and mark("section", filters.section.encode(errors="replace").hex()),
        filters.agency is not None and mark("agency", filters.agency.encode(errors="replace").hex()),
        filters.availability is not None and mark(filters.availability),
        filters.edited and mark("edited"),
        (filters.since or filters.until) and mark("dated"),
    ]
    first, last = _span(filters)
    if filters.province:
        marks.append(_any_site(_of_province(db, filters.province)))
        border = first_number(MERGED_ON)
        first, last = (max(first, border), last) if filters.province.era == "since" else (first, min(last, border - 1))
    return IndexScope(" AND ".join(expression for expression in marks if expression), first, last)


def mark(name: str, value: str | int = "") -> str:
    """The FTS5 expression for one mark."""
    return f'"{MARK}{name}{value}"'


def _span(filters: Filters) -> tuple[int, int]:
    first, last = ALL_TIME
    if filters.since:
        first = first_number(filters.since)
    if filters.until and filters.until < date.max:
        last = first_number(filters.until + timedelta(days=1)) - 1
    return first, last


def _of_province(db: Database, province: Province) -> list[int]:
    era = province.era == "since"
    return _sites(db, lambda _, codes: province in provinces_of(codes, since_merger=era))


def _sites(db: Database, matches: Callable[[str, list[str]], bool]) -> list[int]:
    rows = db.execute("SELECT id, domain, provinces FROM sites").fetchall()
    return [number for number, domain, provinces in rows if matches(domain, json.loads(provinces))]


def _any_site(numbers: list[int]) -> str:
    return "(" + " OR ".join(mark("site", number) for number in numbers or [0]) + ")"
