"""Health of the sites: assessed by what the archive holds, kept in `health`, and announced when it turns."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.archive import arrivals, ledger, link_coverage, outbox, sites
from pipeline.clock import VIETNAM, from_stamp, in_vietnam, to_stamp
from pipeline.event import SiteAlarmed, SiteCalm
from pipeline.health import (
    MEMORY,
    NOTHING_LINKED,
    SEVERITY,
    HealthInputs,
    LinkCoverage,
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
    links: LinkCoverage | None = None
    """What is had of what its pages link to; None before that was counted."""

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
            "coverage": self.links.as_json() if self.links else None,
        }


@attrs.frozen(kw_only=True)
class CrawlState:
    """What the crawls of a site say of its health, and the archive does not hold."""

    failed_crawls: int = 0
    """In a row, up to now."""
    error: str | None = None
    retired_sources: Sequence[str] = ()
    links: LinkCoverage = NOTHING_LINKED
    wants_all: bool = True
    """No source of the site is limited to a part of what it lists."""


def health_inputs(db: Database, domain: str, now: datetime) -> HealthInputs | None:
    """What the archive holds of a site; None where it holds no article of it."""
    site_id = sites.id_of(db, domain)
    first_seen_at = db.execute("SELECT min(first_seen_at) FROM articles WHERE site_id = ?", [site_id]).fetchone()[0]
    if first_seen_at is None:
        return None
    moments = arrivals.by_source(db, domain, now - MEMORY).values()
    published = sorted(chain.from_iterable(moments))
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
        " FROM articles AS a JOIN revisions AS r ON r.article_id = a.id AND number = 1"
        " WHERE site_id = ? AND a.shown_at >= ? ORDER BY a.shown_at DESC LIMIT ?",
        [sites.id_of(db, domain), f"{(now - MEMORY).astimezone(VIETNAM):%Y-%m-%d}", LATEST],
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
    site_id, table = sites.id_of(archive.db, domain), archive.db.table("health")
    row = next(table.rows_where("site_id = ?", [site_id]), None)
    before: Colour = row["colour"] if row else "green"
    colour, at = worst_colour(reasons), to_stamp(now)
    reasons_json = json.dumps([attrs.asdict(reason) for reason in reasons], ensure_ascii=False)
    since = row["since"] if row and colour == before else at
    table.upsert(
        {"site_id": site_id, "colour": colour, "since": since, "weighed_at": at, "reasons": reasons_json}, pk="site_id"
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
        reasons = assess(attrs.evolve(inputs, **attrs.asdict(crawls, recurse=False)), now)
        with archive.transaction():
            record(archive, domain, reasons, now)
            link_coverage.save(archive, domain, crawls.links, now)


def assessments(db: Database, domain: str | None = None) -> list[HealthAssessment]:
    """Last assessments of the sites, the worst first; or that of one site, where there is one."""
    rows = db.execute(
        "SELECT domain, name, colour, since, weighed_at, reasons FROM health JOIN sites ON sites.id = site_id"
        " WHERE ? IS NULL OR domain = ? ORDER BY domain",
        [domain, domain],
    ).fetchall()
    latest = [
        HealthAssessment(
            site,
            name,
            colour,
            from_stamp(since),
            from_stamp(at),
            tuple(Reason(**data) for data in json.loads(reasons)),
            link_coverage.of_site(db, site),
        )
        for site, name, colour, since, at, reasons in rows
    ]
    return sorted(latest, key=lambda assessment: -SEVERITY[assessment.colour])
