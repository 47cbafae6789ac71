# ruff: noqa: S608  what is put into the statement is one of our own; values are always bound
"""How many articles a search finds, and of which sites, provinces, sections, agencies, months there are how many.

Counted are the newest COUNTED matches, so that a word of every second article costs no more than another.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import attrs

from pipeline.provinces import MERGED_ON, Province, provinces_of
from pipeline.search.filters import EVERYTHING, scope_of
from pipeline.search.index import A_DAY, first_number
from pipeline.search.matching import matching
from pipeline.search.query import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from pipeline.search.filters import Filters

Facet = TypeVar("Facet")

COUNTED = 3_000
EPOCH = date(1970, 1, 1).toordinal()


@attrs.frozen
class Counts:
    """What is found: all, and of each value how many, the most frequent value first."""

    articles: int = 0
    more: bool = False
    """There are COUNTED articles or more; all numbers are of the newest."""
    sites: tuple[tuple[str, int], ...] = ()
    provinces: tuple[tuple[Province, int], ...] = ()
    """An article of a site that reports from several provinces counts for each."""
    sections: tuple[tuple[str, int], ...] = ()
    agencies: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, int], ...] = ()
    """By availability: online, gone, moved."""
    edited: int = 0
    months: tuple[tuple[str, int], ...] = ()
    """`2026-11`, in order of time. An article without a date of publication is in no month."""


def count(db: Database, query: str, filters: Filters = EVERYTHING) -> Counts:
    """Count what `search` finds without a limit."""
    parsed, scope = parse_query(query), scope_of(db, filters)
    if not parsed and not scope.marks:
        return Counts()
    statement = matching(db, parsed, scope, COUNTED)
    articles, edited, *arrays = db.execute(_gathering(statement.sql), statement.values).fetchone()
    sites, sections, agencies, states, days = (Counter(json.loads(values)) for values in arrays)
    states["online"] = articles - states.total()
    watched = {row[0]: (row[1], json.loads(row[2])) for row in db.execute("SELECT id, domain, provinces FROM sites")}
    of_sites = [(*watched[site // 2], site % 2 == 1, number) for site, number in sites.items()]
    return Counts(
        articles=articles,
        more=articles == COUNTED,
        sites=_ordered((domain, number) for domain, _, _, number in of_sites),
        provinces=_ordered(
            (province, number)
            for _, codes, since_merger, number in of_sites
            for province in provinces_of(codes, since_merger=since_merger)
        ),
        sections=_ordered(sections.items()),
        agencies=_ordered(agencies.items()),
        states=_ordered(states.items()),
        edited=edited or 0,
        months=_by_month(days.items()),
    )


def _gathering(statement: str) -> str:
    """The statement for the values of what another one finds: how many, how many edited, an array of each kind.

    Arrays take half the time of grouping in SQL; what nearly all have is left out (no section, online). A site's number
    is doubled, and odd since the merger.
    """
    return (
        "SELECT count(*), sum(edited),"
        f" json_group_array(site_id * 2 + (id >= {first_number(MERGED_ON)})),"
        " json_group_array(section) FILTER (WHERE section <> ''),"
        " json_group_array(agency) FILTER (WHERE agency <> ''),"
        " json_group_array(availability) FILTER (WHERE availability <> 'online'),"
        f" json_group_array(id / {A_DAY}) FILTER (WHERE dated)"
        f" FROM ({statement}) CROSS JOIN search_rows USING (id)"
    )


def _ordered(counted: Iterable[tuple[Facet, int]]) -> tuple[tuple[Facet, int], ...]:
    """Add up what stands for one value, the most frequent first; values without any article are left out."""
    sums = Counter[Facet]()
    for value, articles in counted:
        sums[value] += articles
    return tuple(sorted((+sums).items(), key=lambda pair: (-pair[1], str(pair[0]))))


def _by_month(counted: Iterable[tuple[int, int]]) -> tuple[tuple[str, int], ...]:
    """Add up days, numbered from 1970-01-01, by month, in order of time."""
    sums = Counter[str]()
    for day, articles in counted:
        sums[_month_of(day)] += articles
    return tuple(sorted(sums.items()))


@lru_cache(maxsize=40_000)  # a hundred years
def _month_of(day: int) -> str:
    return str(date.fromordinal(EPOCH + day))[:7]
