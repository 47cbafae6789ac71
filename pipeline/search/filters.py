"""What a search is narrowed by, and what that is to the index: marks to be found, and a span of its numbers."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args

import attrs

from pipeline.merger import MERGED_ON, before, since
from pipeline.search.index import first_number
from pipeline.search.query import MARK

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.revisits import State

ALL_TIME = (-(2**62), 2**62)
Era = Literal["before", "since"]
_PROVINCE = re.compile(rf"({'|'.join(get_args(Era))})-(\d\d)")


@attrs.frozen
class Province:
    """A province of the 63 before 2025-07-01, or of the 34 since."""

    era: Era
    code: str

    def __str__(self) -> str:
        """Return what `parse` reads: `before-06`, `since-19`."""
        return f"{self.era}-{self.code}"

    @classmethod
    def parse(cls, text: str) -> Province | None:
        """Read it, None where it is none."""
        match = _PROVINCE.fullmatch(text)
        return cls(match[1], match[2]) if match else None  # type: ignore[arg-type]  # the pattern knows the eras


@attrs.frozen
class Filters:
    """What is searched. `site` is a domain; `since` and `until` are days of publication in Vietnam, both inclusive.

    `province` is where the article's site reported from on the day, `availability` how an article stands today;
    `edited` leaves those alone whose publisher changed the text. `section` and `agency` are as archived.
    """

    site: str | None = None
    province: Province | None = None
    section: str | None = None
    agency: str | None = None
    since: date | None = None
    until: date | None = None
    availability: State | None = None
    edited: bool = False


EVERYTHING = Filters()


@attrs.frozen
class Reach:
    """What a narrowing is to an index: an expression that has to match ("" for none), and the numbers, inclusive."""

    marks: str
    first: int
    last: int

    def within(self, expression: str) -> str:
        """Return what is searched, narrowed."""
        return f"({expression}) AND {self.marks}" if self.marks else expression


def reach(db: Database, narrowing: Filters) -> Reach:
    """Return what the index is asked for. A site that there is not finds nothing."""
    wanted = [
        narrowing.site is not None and _any_site(_sites(db, lambda domain, _: domain == narrowing.site)),
        narrowing.section is not None and mark("section", narrowing.section.encode(errors="replace").hex()),
        narrowing.agency is not None and mark("agency", narrowing.agency.encode(errors="replace").hex()),
        narrowing.availability is not None and mark(narrowing.availability),
        narrowing.edited and mark("edited"),
        (narrowing.since or narrowing.until) and mark("dated"),
    ]
    first, last = _span(narrowing)
    if narrowing.province:
        wanted.append(_any_site(_of_province(db, narrowing.province)))
        border = first_number(MERGED_ON)
        first, last = (
            (max(first, border), last) if narrowing.province.era == "since" else (first, min(last, border - 1))
        )
    return Reach(" AND ".join(one for one in wanted if one), first, last)


def mark(name: str, value: str | int = "") -> str:
    """Return the expression for one mark."""
    return f'"{MARK}{name}{value}"'


def _span(narrowing: Filters) -> tuple[int, int]:
    first, last = ALL_TIME
    if narrowing.since:
        first = first_number(narrowing.since)
    if narrowing.until and narrowing.until < date.max:
        last = first_number(narrowing.until + timedelta(days=1)) - 1
    return first, last


def provinces_of(codes: list[str], *, since_merger: bool) -> list[Province]:
    """Return where a site of such codes reports from since the merger, or reported from before."""
    era: Era = "since" if since_merger else "before"
    return [Province(era, code) for code in sorted((since if since_merger else before)(codes))]


def _of_province(db: Database, province: Province) -> list[int]:
    era = province.era == "since"
    return _sites(db, lambda _, codes: province in provinces_of(codes, since_merger=era))


def _sites(db: Database, is_wanted: Any) -> list[int]:
    rows = db.execute("SELECT id, domain, provinces FROM sites").fetchall()
    return [number for number, domain, provinces in rows if is_wanted(domain, json.loads(provinces))]


def _any_site(numbers: list[int]) -> str:
    return "(" + " OR ".join(mark("site", number) for number in numbers or [0]) + ")"
