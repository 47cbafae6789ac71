"""Ledger: per source and day, what it named, what of that was new, fetched, read, stored, and why the rest was not.

A line belongs to the page that named an address: a source, or a file of a sitemap's index. Days are Vietnam's.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

ARTICLE = frozenset({"new", "revised", "unchanged"})  # outcomes of a page that was read as an article
STORED = frozenset({"new", "revised"})
FAILED = frozenset({"failed", "empty"})
WEEKS = 8  # of the same weekday that make what is usual


@attrs.define
class LedgerLine:
    """What became of the addresses that one source named on one day."""

    listed: int = 0
    """Addresses that it named."""
    discovered: int = 0
    """Those of them that were new."""
    fetched: int = 0
    """Pages that were had of it."""
    parsed: int = 0
    """Those that are articles."""
    stored: int = 0
    """Those that made a revision."""
    failures: Counter[str] = attrs.Factory(Counter)
    """Addresses, or polls of the source itself, that came to nothing, by reason."""

    @property
    def failed(self) -> int:
        """How many addresses, or polls of the source, came to nothing."""
        return self.failures.total()

    def count(self, outcome: str) -> None:
        """Count a page that was fetched, by what became of it."""
        self.fetched += 1
        self.parsed += outcome in ARTICLE
        self.stored += outcome in STORED
        if outcome in FAILED:
            self.failures[outcome] += 1

    def as_json(self) -> dict[str, Any]:
        """Object that commands print."""
        return {**attrs.asdict(self), "failed": self.failed}


def add(db: Database, site_id: int, day: date, lines: Mapping[str, LedgerLine]) -> None:
    """Add a crawl's counts to those of the day. Call it in a transaction."""
    for source, line in lines.items():
        row = db.execute(
            "SELECT failures FROM ledger WHERE site_id = ? AND day = ? AND source = ?",
            [site_id, day.isoformat(), source],
        ).fetchone()
        failures = Counter(json.loads(row[0]) if row else {}) + line.failures
        db.execute(
            "INSERT INTO ledger (site_id, day, source, listed, discovered, fetched, parsed, stored, failed, failures)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site_id, day, source) DO UPDATE SET"
            " listed = listed + excluded.listed, discovered = discovered + excluded.discovered,"
            " fetched = fetched + excluded.fetched, parsed = parsed + excluded.parsed,"
            " stored = stored + excluded.stored, failed = excluded.failed, failures = excluded.failures",
            [
                *(site_id, day.isoformat(), source, line.listed, line.discovered, line.fetched, line.parsed),
                *(line.stored, failures.total(), json.dumps(failures, ensure_ascii=False)),
            ],
        )


def of_days(db: Database, domain: str, since: date, until: date) -> dict[date, dict[str, LedgerLine]]:
    """Lines of a site from one day to another, both inclusive, by day and source."""
    rows = db.execute(
        "SELECT day, source, listed, discovered, fetched, parsed, stored, failures FROM ledger"
        " JOIN sites ON sites.id = site_id WHERE domain = ? AND day BETWEEN ? AND ? ORDER BY day, source",
        [domain, since.isoformat(), until.isoformat()],
    )
    days: dict[date, dict[str, LedgerLine]] = {}
    for day, source, listed, discovered, fetched, parsed, stored, failures in rows:
        line = LedgerLine(listed, discovered, fetched, parsed, stored, Counter(json.loads(failures)))
        days.setdefault(date.fromisoformat(day), {})[source] = line
    return days


def of_week(db: Database, domain: str, today: date) -> dict[str, LedgerLine]:
    """Sums of a site's sources over the last seven days, `today` among them, the one that stored most first."""
    week: dict[str, LedgerLine] = {}
    for day in of_days(db, domain, today - timedelta(days=6), today).values():
        for source, line in day.items():
            sums = week.setdefault(source, LedgerLine())
            for field in ("listed", "discovered", "fetched", "parsed", "stored"):
                setattr(sums, field, getattr(sums, field) + getattr(line, field))
            sums.failures += line.failures
    return dict(sorted(week.items(), key=lambda item: (-item[1].stored, item[0])))


def usual(db: Database, domain: str, source: str, day: date) -> dict[str, float] | None:
    """Means of a source on the same weekday of the WEEKS before, by the ledger's columns; None without any line."""
    weekday = [(day - timedelta(weeks=week)).isoformat() for week in range(1, WEEKS + 1)]
    row = db.execute(
        "SELECT count(*), avg(listed), avg(discovered), avg(fetched), avg(parsed), avg(stored), avg(failed) FROM ledger"
        " JOIN sites ON sites.id = site_id WHERE domain = ? AND source = ? AND day IN (SELECT value FROM json_each(?))",
        [domain, source, json.dumps(weekday)],
    ).fetchone()
    names = ("listed", "discovered", "fetched", "parsed", "stored", "failed")
    return {name: round(mean, 1) for name, mean in zip(names, row[1:], strict=True)} if row[0] else None


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
