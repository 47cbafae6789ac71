"""Whether a site's latest pages are extracted as well as those before: a layout that changed. Pure."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.health.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.health.inputs import RecentArticle

RECENT = 12  # latest articles that are compared with those before
ODD = 1e-7  # the chance of it, below which a change is no chance
BEFORE = 30  # articles at least to compare with
DAY = timedelta(days=1)


def extraction_changes(articles: Sequence[RecentArticle]) -> list[Reason]:
    """Compare the RECENT articles with those that are more than a day older; nothing where these are too few."""
    latest = articles[-RECENT:]
    # What changed today is not yet usual.
    before = [article for article in articles[:-RECENT] if article.published_at < latest[-1].published_at - DAY]
    if len(before) < BEFORE:
        return []
    undated = _is_odd([not article.has_date for article in before], [not article.has_date for article in latest])
    untitled = _is_odd([not article.has_title for article in before], [not article.has_title for article in latest])
    reasons = [
        _shorter(before, latest),
        Reason("undated", "red") if undated else None,
        Reason("untitled", "red") if untitled else None,
        _more_removed(before, latest),
    ]
    return [reason for reason in reasons if reason]


def _shorter(before: Sequence[RecentArticle], latest: Sequence[RecentArticle]) -> Reason | None:
    lengths = sorted(article.length for article in before)
    limit = lengths[len(lengths) // 20] / 1.25
    if not _is_odd([article.length < limit for article in before], [article.length < limit for article in latest]):
        return None
    latest_lengths = sorted(article.length for article in latest)
    values = {"now": latest_lengths[len(latest) // 2], "before": lengths[len(lengths) // 2]}
    return Reason("shorter", "red", values)


def _more_removed(before: Sequence[RecentArticle], latest: Sequence[RecentArticle]) -> Reason | None:
    shares = sorted(article.removed_share for article in before)
    limit = shares[-1 - len(shares) // 20] + 0.05
    exceeds = [[article.removed_share > limit for article in articles] for articles in (before, latest)]
    if not _is_odd(*exceeds):
        return None
    latest_shares = sorted(article.removed_share for article in latest)
    values = {"now": round(100 * latest_shares[len(latest) // 2]), "before": round(100 * shares[len(shares) // 2])}
    return Reason("boilerplate", "yellow", values)


def _is_odd(before: Sequence[bool], latest: Sequence[bool]) -> bool:
    """Whether something is so much more frequent of late that chance does not explain it.

    By the latest articles in a row, however few: a layout changes from one article to the next. Binomial, with a share
    that is doubted where there are few articles before.
    """
    share = (sum(before) + 1) / (len(before) + 2)
    return any(
        sum(latest[-length:]) > 0.7 * length and _tail(sum(latest[-length:]), length, share) < ODD
        for length in range(3, len(latest) + 1)
    )


def _tail(count: int, number: int, share: float) -> float:
    """Chance of `count` or more of a number, each having the chance `share`."""
    return sum(math.comb(number, k) * share**k * (1 - share) ** (number - k) for k in range(count, number + 1))
