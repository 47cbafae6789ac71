"""Health of the sites: assessed by what the archive holds, kept in `health`, and announced when it turns."""

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
from pipeline.health import (
    MEMORY,
    SEVERITY,
    HealthInputs,
    Reason,
    RecentArticle,
    assess,
    reason_in_words,
    usual_rates,
    worst_colour,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from pipeline.archive.archive import Archive
    from pipeline.health import Colour

LATEST = 300  # articles whose extraction is looked at
OLD = timedelta(hours=8)  # a site that is watched is crawled, and assessed, more often than that


@attrs.frozen
class HealthAssessment:
    """How a site does."""

    domain: str
    name: str
    colour: Colour
    since: datetime
    """When it got that colour."""
    assessed_at: datetime
    reasons: tuple[Reason, ...]

    @property
    def shown_since(self) -> str:
        """`since` on Vietnam's clock, as pages show times."""
        return in_vietnam(to_stamp(self.since))

    def is_old(self, now: datetime) -> bool:
        """Whether it was long not assessed: no daemon runs, or the site is paused."""
        return now - self.assessed_at > OLD

    def as_json(self, now: datetime) -> dict[str, Any]:
        """As `khobao health --json` prints it; the words are English."""
        return {
            "site": self.domain,
            "name": self.name,
            "colour": self.colour,
            "since": to_stamp(self.since),
            "weighed_at": to_stamp(self.assessed_at),
            "old": self.is_old(now),
            "reasons": [
                {"kind": reason.kind, "colour": reason.colour, **reason.values, "say": reason_in_words(reason, "en")}
                for reason in self.reasons
            ],
        }


@attrs.frozen(kw_only=True)
class CrawlState:
    """What the crawls of a site say of its health, and the archive does not hold."""

    failed_crawls: int = 0
    """In a row, up to now."""
    error: str | None = None
    retired_sources: Sequence[str] = ()


def health_inputs(db: Database, domain: str, now: datetime) -> HealthInputs | None:
    """What the archive holds of a site; None where it holds no article of it."""
    first_seen_at = db.execute(
        "SELECT min(first_seen_at) FROM articles JOIN sites ON sites.id = site_id WHERE domain = ?", [domain]
    ).fetchone()[0]
    if first_seen_at is None:
        return None
    published = sorted(moment for moments in arrivals(db, domain, now - MEMORY).values() for moment in moments)
    today = now.astimezone(VIETNAM).date()
    lines = [
        line for day in ledger.of_days(db, domain, today - timedelta(days=1), today).values() for line in day.values()
    ]
    failures = sum((line.failures for line in lines), Counter[str]())
    return HealthInputs(
        watched_since=from_stamp(first_seen_at),
        usual_rates=usual_rates(published, from_stamp(first_seen_at), now),
        articles_by_day=Counter(moment.astimezone(VIETNAM).date() for moment in published),
        articles=_recent_articles(db, domain, now),
        requests=sum(line.fetched for line in lines) + failures.total() - failures["failed"] - failures["empty"],
        failed_requests=failures,
    )


def _recent_articles(db: Database, domain: str, now: datetime) -> list[RecentArticle]:
    """A site's latest articles by their first revisions, oldest first."""
    rows = db.execute(
        "SELECT a.first_seen_at, r.published_at, r.published_precision, length(text), r.title <> '', length(removed)"
        " FROM articles AS a JOIN revisions AS r ON r.article_id = a.id AND number = 1 JOIN sites ON sites.id = site_id"
        " WHERE domain = ? AND a.shown_at >= ? ORDER BY a.shown_at DESC LIMIT ?",
        [domain, f"{(now - MEMORY).astimezone(VIETNAM):%Y-%m-%d}", LATEST],
    )
    articles = []
    for first_seen_at, published, precision, length, has_title, removed in rows:
        first = from_stamp(first_seen_at)
        has_time = published is not None and precision != "day"
        published_at = min(first, datetime.fromisoformat(published)) if has_time else first
        share = removed / max(1, removed + length)
        articles.append(RecentArticle(published_at, length, published is not None, bool(has_title), share))
    return sorted(articles, key=lambda article: article.published_at)


def record(archive: Archive, domain: str, reasons: Sequence[Reason], now: datetime) -> None:
    """Keep a site's assessment, and announce it if the site got worse or green again. Call it in a transaction."""
    site_id = archive.db.execute("SELECT id FROM sites WHERE domain = ?", [domain]).fetchone()[0]
    row = archive.db.execute("SELECT colour, since FROM health WHERE site_id = ?", [site_id]).fetchone()
    before: Colour = row[0] if row else "green"
    colour, at = worst_colour(reasons), to_stamp(now)
    reasons_json = json.dumps([attrs.asdict(reason) for reason in reasons], ensure_ascii=False)
    archive.db.execute(
        "INSERT INTO health (site_id, colour, since, weighed_at, reasons) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id) DO UPDATE SET colour = excluded.colour, since = excluded.since,"
        " weighed_at = excluded.weighed_at, reasons = excluded.reasons",
        [site_id, colour, row[1] if row and colour == before else at, at, reasons_json],
    )
    if SEVERITY[colour] > SEVERITY[before]:
        sentences = [reason_in_words(reason, "en") for reason in reasons]
        outbox.append(archive.db, SiteAlarmed(at=now, site=domain, colour=colour, reasons=sentences))
    elif colour == "green" != before:
        outbox.append(archive.db, SiteCalm(at=now, site=domain))


def assess_site(archive: Archive, domain: str, now: datetime, crawls: CrawlState) -> None:
    """Assess a site by the archive and its crawls, and record it, in a transaction; nothing without articles."""
    inputs = health_inputs(archive.db, domain, now)
    if inputs:
        reasons = assess(attrs.evolve(inputs, **attrs.asdict(crawls)), now)
        with archive.transaction():
            record(archive, domain, reasons, now)


def assessments(db: Database, domain: str | None = None) -> list[HealthAssessment]:
    """Last assessments of the sites, the worst first; or that of one site, where there is one."""
    rows = db.execute(
        "SELECT domain, name, colour, since, weighed_at, reasons FROM health JOIN sites ON sites.id = site_id"
        " WHERE ? IS NULL OR domain = ? ORDER BY domain",
        [domain, domain],
    ).fetchall()
    sites = [
        HealthAssessment(
            site, name, colour, from_stamp(since), from_stamp(at), tuple(Reason(**data) for data in json.loads(reasons))
        )
        for site, name, colour, since, at, reasons in rows
    ]
    return sorted(sites, key=lambda assessment: -SEVERITY[assessment.colour])
