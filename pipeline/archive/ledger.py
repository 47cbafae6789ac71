"""Table `ledger`: per source and day, what it named, what of that was new, fetched, read, stored, and why the rest not.

A line belongs to the page that named an address: a source, or a file of a sitemap's index. Days are Vietnam's.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.archive import sites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from pipeline.ids import SiteId

ARTICLE = frozenset({"new", "revised", "unchanged"})  # outcomes of a page that was read as an article
STORED = frozenset({"new", "revised"})
FAILED = frozenset({"failed", "empty"})
WEEKS = 8  # of the same weekday that make what is usual
COUNTS = ("listed", "discovered", "fetched", "parsed", "stored")


@attrs.define
class LedgerLine:
    """What became of what one source named on one day."""

    listed: int = 0
    """Addresses that the source named."""
    discovered: int = 0
    """Those that were new."""
    fetched: int = 0
    """Pages that were fetched, whatever they were."""
    parsed: int = 0
    """Pages that were read as an article."""
    stored: int = 0
    """Articles and revisions that were new."""
    failures: Counter[str] = attrs.Factory(Counter)
    """What came to nothing, by reason; polls of the source itself included."""

    @property
    def failed(self) -> int:
        """How many addresses, or polls of the source, came to nothing."""
        return self.failures.total()

    def count(self, outcome: str) -> None:
        """Count a page that was fetched, by its outcome."""
        self.fetched += 1
        self.parsed += outcome in ARTICLE
        self.stored += outcome in STORED
        if outcome in FAILED:
            self.failures[outcome] += 1

    def __add__(self, other: LedgerLine) -> LedgerLine:
        """The sums of both lines."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return LedgerLine(**sums, failures=self.failures + other.failures)

    def as_json(self) -> dict[str, Any]:
        """What commands print of it."""
        return {**attrs.asdict(self), "failed": self.failed}


def add(db: Database, site_id: SiteId, day: date, lines: Mapping[str, LedgerLine]) -> None:
    """Add a crawl's counts, by source, to those of the day. Call it in a transaction."""
    ledger = db.table("ledger")
    for source, line in lines.items():
        where = [site_id, day.isoformat(), source]
        rows = ledger.rows_where("site_id = ? AND day = ? AND source = ?", where)
        sums = sum((_line(row) for row in rows), line)
        ledger.upsert(
            {
                "site_id": site_id,
                "day": day.isoformat(),
                "source": source,
                **{name: getattr(sums, name) for name in COUNTS},
                "failed": sums.failed,
                "failures": json.dumps(sums.failures, ensure_ascii=False),
            },
            pk=("site_id", "day", "source"),
        )


def _line(row: dict[str, Any]) -> LedgerLine:
    return LedgerLine(**{name: row[name] for name in COUNTS}, failures=Counter(json.loads(row["failures"])))


def of_days(db: Database, domain: str, since: date, until: date) -> dict[date, dict[str, LedgerLine]]:
    """A site's lines of some days, both inclusive, by day and source."""
    rows = db.table("ledger").rows_where(
        "site_id = ? AND day BETWEEN ? AND ?",
        [sites.id_of(db, domain), since.isoformat(), until.isoformat()],
        order_by="day, source",
    )
    days: dict[date, dict[str, LedgerLine]] = {}
    for row in rows:
        days.setdefault(date.fromisoformat(row["day"]), {})[row["source"]] = _line(row)
    return days


def of_week(db: Database, domain: str, today: date) -> dict[str, LedgerLine]:
    """What each of a site's sources brought in the last seven days, who stored most first."""
    week: dict[str, LedgerLine] = {}
    for day in of_days(db, domain, today - timedelta(days=6), today).values():
        for source, line in day.items():
            week[source] = week.get(source, LedgerLine()) + line
    return dict(sorted(week.items(), key=lambda item: (-item[1].stored, item[0])))


def usual(db: Database, domain: str, source: str, day: date) -> dict[str, float] | None:
    """Means of a source's counts on up to WEEKS earlier days of that weekday, by name; None where there are none."""
    weekday = [(day - timedelta(weeks=week)).isoformat() for week in range(1, WEEKS + 1)]
    names = (*COUNTS, "failed")
    row = db.execute(
        "SELECT avg(listed), avg(discovered), avg(fetched), avg(parsed), avg(stored), avg(failed) FROM ledger"
        " WHERE site_id = ? AND source = ? AND day IN (SELECT value FROM json_each(?))",
        [sites.id_of(db, domain), source, json.dumps(weekday)],
    ).fetchone()
    return {name: round(row[at], 1) for at, name in enumerate(names)} if row[0] is not None else None


def fill_from_captures(db: Database) -> None:
    """Make the ledger from captures, as after a rebuild: what sources listed, and what was never had, no page says."""
    db.execute(
        f"""
        INSERT INTO ledger (site_id, day, source, listed, discovered, fetched, parsed, stored, failed, failures)
        SELECT site_id, date(captured_at, '+7 hours'), via, 0, 0, count(*), sum(outcome IN {_sql(ARTICLE)}),
            sum(outcome IN {_sql(STORED)}), sum(outcome IN {_sql(FAILED)}), '{{}}'
        FROM captures WHERE via IS NOT NULL GROUP BY 1, 2, 3
        """  # noqa: S608  our own words
    )


def _sql(words: frozenset[str]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in sorted(words)) + ")"
