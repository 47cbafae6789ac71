"""What an assessment of a site's health is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.health.link_coverage import NOTHING_LINKED, LinkCoverage
from pipeline.health.publishing_rate import HOURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from pipeline.health.publishing_rate import Rates


@attrs.frozen
class RecentArticle:
    """One of a site's latest articles, as it was extracted when it was new."""

    published_at: datetime
    """When it came out as far as that is known, else when it was found."""
    length: int
    """Characters of its text."""
    has_date: bool = True
    has_title: bool = True
    removed_share: float = 0.0
    """How much of the page's text was left out as the site's own, from 0 to 1."""


@attrs.frozen
class HealthInputs:
    """What is known of a site at a moment."""

    watched_since: datetime
    usual_rates: Rates = (0.0,) * HOURS
    """Articles an hour on days that are no holidays, as known a day before."""
    articles_by_day: Mapping[date, int] = attrs.Factory(dict)
    """Those of the last eight weeks, by the day in Vietnam on which they came out."""
    articles: Sequence[RecentArticle] = ()
    """The last three hundred at most, oldest first."""
    requests: int = 0
    """Of the last two days."""
    failed_requests: Mapping[str, int] = attrs.Factory(dict)
    """Those of them that came to nothing, by reason."""
    retired_sources: Sequence[str] = ()
    links: LinkCoverage = NOTHING_LINKED
    wants_all: bool = True
    """No source of the site is limited to a part of what it lists."""
    failed_crawls: int = 0
    """In a row, up to now."""
    error: str | None = None
    """Why the last crawl failed."""
