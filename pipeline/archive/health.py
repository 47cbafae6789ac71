"""Weighing: a site's health by what the archive holds of it; kept, and announced when it turns."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.archive import ledger, outbox
from pipeline.archive.arrivals import arrivals
from pipeline.clock import VIETNAM, from_stamp, in_vietnam, to_stamp
from pipeline.event import SiteAlarmed, SiteCalm
from pipeline.health import MEMORY, Facts, Printed, Reason, colour_of, habits, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from pipeline.archive.archive import Archive
    from pipeline.health import Colour

LATEST = 300  # articles whose reading is looked at
OLD = timedelta(hours=8)  # a site that is watched is crawled, and weighed, more often than that
WORSE: dict[str, int] = {"green": 0, "yellow": 1, "red": 2}


@attrs.frozen
class Verdict:
    """How a site does: since when it has that colour, when that was last looked at, and why."""

    domain: str
    name: str
    colour: Colour
    since: datetime
    weighed_at: datetime
    reasons: tuple[Reason, ...]

    @property
    def shown_since(self) -> str:
        """Since when, on Vietnam's clock: as pages show times."""
        return in_vietnam(to_stamp(self.since))

    def is_old(self, now: datetime) -> bool:
        """Tell whether it was long not looked at: no daemon runs, or the site is paused."""
        return now - self.weighed_at > OLD

    def as_json(self, now: datetime) -> dict[str, Any]:
        """Return it as `khobao health --json` prints it."""
        return {
            "site": self.domain,
            "name": self.name,
            "colour": self.colour,
            "since": to_stamp(self.since),
            "weighed_at": to_stamp(self.weighed_at),
            "old": self.is_old(now),
            "reasons": [
                {"kind": one.kind, "colour": one.colour, **one.values, "say": one.say("en")} for one in self.reasons
            ],
        }


def facts_of(db: Database, domain: str, now: datetime) -> Facts | None:
    """Return what the archive tells of a site, None where it holds nothing of it."""
    since = db.execute(
        "SELECT min(first_seen_at) FROM articles JOIN sites ON sites.id = site_id WHERE domain = ?", [domain]
    ).fetchone()[0]
    if since is None:
        return None
    news = sorted(moment for brought in arrivals(db, domain, now - MEMORY).values() for moment in brought)
    today = now.astimezone(VIETNAM).date()
    lines = [
        line for day in ledger.of_days(db, domain, today - timedelta(days=1), today).values() for line in day.values()
    ]
    failures = sum((line.failures for line in lines), Counter[str]())
    return Facts(
        watched_since=from_stamp(since),
        habits=habits(news, from_stamp(since), now),
        days=Counter(moment.astimezone(VIETNAM).date() for moment in news),
        news=_printed(db, domain, now),
        asked=sum(line.fetched for line in lines) + failures.total() - failures["failed"] - failures["empty"],
        failures=failures,
    )


def _printed(db: Database, domain: str, now: datetime) -> list[Printed]:
    """Return a site's latest articles as they were first read, in order."""
    rows = db.execute(
        "SELECT a.first_seen_at, r.published_at, r.published_precision, length(text), r.title <> '', length(removed)"
        " FROM articles AS a JOIN revisions AS r ON r.article_id = a.id AND number = 1 JOIN sites ON sites.id = site_id"
        " WHERE domain = ? AND a.shown_at >= ? ORDER BY a.shown_at DESC LIMIT ?",
        [domain, f"{(now - MEMORY).astimezone(VIETNAM):%Y-%m-%d}", LATEST],
    )
    printed = []
    for found, published, precision, length, has_title, removed in rows:
        first = from_stamp(found)
        timed = published is not None and precision != "day"
        at = min(first, datetime.fromisoformat(published)) if timed else first
        share = removed / max(1, removed + length)
        printed.append(Printed(at, length, published is not None, bool(has_title), share))
    return sorted(printed, key=lambda one: one.at)


def note(archive: Archive, domain: str, reasons: Sequence[Reason], now: datetime) -> None:
    """Keep a site's verdict, and announce it where the site turns, for worse or to green. Call it in a transaction."""
    site_id = archive.db.execute("SELECT id FROM sites WHERE domain = ?", [domain]).fetchone()[0]
    row = archive.db.execute("SELECT colour, since FROM health WHERE site_id = ?", [site_id]).fetchone()
    before = row[0] if row else "green"
    colour, at = colour_of(reasons), to_stamp(now)
    told = json.dumps([attrs.asdict(reason) for reason in reasons], ensure_ascii=False)
    archive.db.execute(
        "INSERT INTO health (site_id, colour, since, weighed_at, reasons) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id) DO UPDATE SET colour = excluded.colour, since = excluded.since,"
        " weighed_at = excluded.weighed_at, reasons = excluded.reasons",
        [site_id, colour, row[1] if row and colour == before else at, at, told],
    )
    if WORSE[colour] > WORSE[before]:
        sentences = [reason.say("en") for reason in reasons]
        outbox.append(archive.db, SiteAlarmed(at=now, site=domain, colour=colour, reasons=sentences))
    elif colour == "green" != before:
        outbox.append(archive.db, SiteCalm(at=now, site=domain))


def weigh_site(archive: Archive, domain: str, now: datetime, **known: Any) -> None:
    """Weigh a site by the archive and what is `known` besides (fields of Facts), and note it, in a transaction."""
    facts = facts_of(archive.db, domain, now)
    if facts:
        reasons = weigh(attrs.evolve(facts, **known), now)
        with archive.transaction():
            note(archive, domain, reasons, now)


def verdicts(db: Any, domain: str | None = None) -> list[Verdict]:
    """Return how the sites do, the worst first; or the one site. `db`: a connection or a sqlite-utils Database."""
    rows = db.execute(
        "SELECT domain, name, colour, since, weighed_at, reasons FROM health JOIN sites ON sites.id = site_id"
        " WHERE ? IS NULL OR domain = ? ORDER BY domain",
        [domain, domain],
    ).fetchall()
    found = [
        Verdict(site, name, colour, from_stamp(since), from_stamp(at), tuple(Reason(**one) for one in json.loads(said)))
        for site, name, colour, since, at, said in rows
    ]
    return sorted(found, key=lambda one: -WORSE[one.colour])
