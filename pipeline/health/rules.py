"""Rules of a site's health: whether it does as it has been doing, by what it publishes and how its pages read. Pure.

Three colours, each with its reasons. A false alarm is worse than one that comes a day late: each limit is set where
chance alone brings less than one alarm a year in a hundred sites.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.health.extraction_changes import extraction_changes
from pipeline.health.publishing import falling_yield, silence
from pipeline.health.reason import SEVERITY, Reason

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.health.inputs import HealthInputs

WATCHED = timedelta(days=14)  # before that nothing is known of a site's habits
BLOCKED, ENOUGH = 0.5, 10  # share of requests of two days that were turned away; requests to tell
TURNED_AWAY = frozenset({"forbidden", "overloaded", "robots.txt", "no robots.txt", "unreachable"})
FAILING = 3  # crawls in a row
MISSING = 1 / 3  # of the linked articles that are missing
LEAST_MISSING = 3  # that are missing: of a site's first few articles one or two are a third
PATIENCE = timedelta(days=1)  # since the site is watched: what waits then has waited too long


def assess(inputs: HealthInputs, now: datetime) -> list[Reason]:
    """Reasons why a site is not green, the worst first; none where it is."""
    reasons = [_failing(inputs), _blocked(inputs), _retired(inputs), _missing(inputs, now)]
    if now - inputs.watched_since >= WATCHED and inputs.articles:
        reasons += [silence(inputs, now), falling_yield(inputs, now), *extraction_changes(inputs.articles)]
    return sorted((reason for reason in reasons if reason), key=lambda reason: -SEVERITY[reason.colour])


def _failing(inputs: HealthInputs) -> Reason | None:
    if inputs.failed_crawls < FAILING:
        return None
    return Reason("failing", "red", {"times": inputs.failed_crawls, "error": inputs.error or "?"})


def _blocked(inputs: HealthInputs) -> Reason | None:
    away = {reason: count for reason, count in inputs.failed_requests.items() if reason in TURNED_AWAY}
    total = sum(away.values())
    if inputs.requests < ENOUGH or total < BLOCKED * inputs.requests:
        return None
    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(away.items()))
    return Reason("blocked", "red", {"count": total, "asked": inputs.requests, "reasons": reasons})


def _retired(inputs: HealthInputs) -> Reason | None:
    if not inputs.retired_sources:
        return None
    return Reason("retired", "yellow", {"sources": ", ".join(inputs.retired_sources)})


def _missing(inputs: HealthInputs, now: datetime) -> Reason | None:
    """Whether a third of the articles that a site's pages link to is missing.

    What no source names counts where the sources are to bring all there is.
    """
    links = inputs.links
    count = links.failed + links.refused
    count += links.unlisted if inputs.wants_all else 0
    count += links.waiting if now - inputs.watched_since >= PATIENCE else 0
    if count < LEAST_MISSING or count < MISSING * (links.held + count):
        return None
    return Reason("missing", "yellow", links.as_json())
