# ruff: noqa: S608  what is put into the statement is one of our own; values are always bound
"""How many articles a search finds, and of which sites, provinces, sections, agencies, months there are how many.

Counted are up to COUNTED matches, and of the newest VALUED of them the values, so that a word of every second article
costs no more than another.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from pipeline import query as compiler
from pipeline.index import A_DAY, first_number
from pipeline.merger import MERGED_ON
from pipeline.narrowing import EVERYTHING, Province, provinces_of, reach
from pipeline.search import matching

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.narrowing import Connection, Narrowing

Value = TypeVar("Value")

COUNTED = 10_000
VALUED = 5_000
EPOCH = date(1970, 1, 1).toordinal()


@attrs.frozen
class Counts:
    """What is found: all, and by value, the most frequent first; months (`2026-11`) in order of time.

    With `more` there are more than COUNTED. The values are of the newest VALUED. An article without a day is in no
    month; one of a site that reports from several provinces counts for each.
    """

    articles: int = 0
    more: bool = False
    sites: tuple[tuple[str, int], ...] = ()
    provinces: tuple[tuple[Province, int], ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    agencies: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, int], ...] = ()
    edited: int = 0
    months: tuple[tuple[str, int], ...] = ()


def count(db: Connection, query: str, narrowing: Narrowing = EVERYTHING) -> Counts:
    """Count what `search` finds without a limit."""
    wanted, reached = compiler.parse(query), reach(db, narrowing)
    if not wanted and not reached.marks:
        return Counts()
    statement = matching(wanted, reached, limit=COUNTED + 1)
    grouped: dict[str, list[tuple[Any, Any, int]]] = {}
    for kind, value, further, articles in db.execute(_grouped(statement.sql), statement.values):
        grouped.setdefault(kind, []).append((value, further, articles))
    ((_, _, found),) = grouped["all"]
    domains = {row[0]: (row[1], json.loads(row[2])) for row in db.execute("SELECT id, domain, provinces FROM sites")}
    of_sites = [(*domains[site], is_since, articles) for site, is_since, articles in grouped.get("site", ())]
    stands = grouped.get("stands", ())
    return Counts(
        articles=min(found, COUNTED),
        more=found > COUNTED,
        sites=_ordered((domain, articles) for domain, _, _, articles in of_sites),
        provinces=_ordered(
            (province, articles)
            for _, codes, is_since, articles in of_sites
            for province in provinces_of(codes, since_merger=bool(is_since))
        ),
        sections=_ordered((value, articles) for value, _, articles in grouped.get("section", ())),
        agencies=_ordered((value, articles) for value, _, articles in grouped.get("agency", ())),
        states=_ordered((state, articles) for state, _, articles in stands),
        edited=sum(articles for _, is_edited, articles in stands if is_edited),
        months=_by_month((day, articles) for day, _, articles in grouped.get("day", ())),
    )


def _grouped(found: str) -> str:
    """Return the statement for how many there are by kind and value, of what another one finds."""
    return (
        f"WITH found AS MATERIALIZED ({found}),"
        " valued AS MATERIALIZED (SELECT id, site_id, section, agency, availability, edited, dated"
        f" FROM (SELECT id FROM found LIMIT {VALUED}) CROSS JOIN search_rows USING (id))"
        " SELECT 'all', NULL, NULL, count(*) FROM found"
        f" UNION ALL SELECT 'site', site_id, id >= {first_number(MERGED_ON)}, count(*) FROM valued GROUP BY 2, 3"
        " UNION ALL SELECT 'section', section, NULL, count(*) FROM valued WHERE section <> '' GROUP BY 2"
        " UNION ALL SELECT 'agency', agency, NULL, count(*) FROM valued WHERE agency <> '' GROUP BY 2"
        " UNION ALL SELECT 'stands', availability, edited, count(*) FROM valued GROUP BY 2, 3"
        f" UNION ALL SELECT 'day', id / {A_DAY}, NULL, count(*) FROM valued WHERE dated GROUP BY 2"
    )


def _ordered(counted: Iterable[tuple[Value, int]]) -> tuple[tuple[Value, int], ...]:
    """Add up what stands for one value, the most frequent first."""
    sums = Counter[Value]()
    for value, articles in counted:
        sums[value] += articles
    return tuple(sorted(sums.items(), key=lambda one: (-one[1], str(one[0]))))


def _by_month(counted: Iterable[tuple[int, int]]) -> tuple[tuple[str, int], ...]:
    """Add up days, numbered from 1970-01-01, by month, in order of time."""
    sums = Counter[str]()
    for day, articles in counted:
        sums[str(date.fromordinal(EPOCH + day))[:7]] += articles
    return tuple(sorted(sums.items()))
