"""Availability: whether an article is still at its address. Pure rules over what visits to it found.

One visit proves nothing: sites are down, block us, or show a page of maintenance to all. So an article is gone when
VISITS visits in a row, over `gone_after` (three days), say so, and its site meanwhile answered well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

Availability = Literal["online", "gone", "moved", "returned"]
# What one visit says: the article is there; it is not; its address leads to another article's; nothing.
Presence = Literal["there", "gone", "moved", "unclear"]

AVAILABILITIES: tuple[Availability, ...] = get_args(Availability)
VISITS = 3
GONE_STATUSES = frozenset((404, 410))  # RFC 9110: 15.5.5, 15.5.11
AWAY = frozenset(("gone", "moved"))


@attrs.frozen
class Absence:
    """Visits in a row, up to the last one, that said that an article is gone."""

    visits: int = 0
    since: datetime | None = None
    """When the first of them was; None without any."""


def update_availability(
    availability: Availability, absence: Absence, presence: Presence, at: datetime, gone_after: timedelta
) -> tuple[Availability, Absence]:
    """Availability and absence after a visit at a moment, by those before it."""
    if presence == "unclear":
        return availability, absence
    if presence == "there":
        return ("returned" if availability in AWAY else availability), Absence()
    if presence == "moved":
        return "moved", Absence()
    since = absence.since or at
    absence = Absence(absence.visits + 1, since)
    is_gone = absence.visits >= VISITS and at - since >= gone_after
    return ("gone" if is_gone else availability), absence


def next_visit(
    first_seen: datetime,
    last_visit: datetime,
    plan: Sequence[timedelta],
    absence: Absence,
    availability: Availability,
    gone_after: timedelta,
) -> datetime | None:
    """When to visit an article again; None for never.

    `plan` are the times after it was first seen. Where some visits said that it is gone, VISITS of them are spread over
    `gone_after` instead. One that is gone is visited on and on, as far apart as the plan's last visit is from the first
    sight: it may return.
    """
    if not plan:
        return None
    if absence.visits and availability != "gone":
        return last_visit + gone_after / (VISITS - 1)
    ahead = [first_seen + step for step in plan if first_seen + step > last_visit]
    if ahead:
        return min(ahead)
    return last_visit + max(plan) if availability == "gone" else None


def skips_validators(plan: Sequence[timedelta], first_seen: datetime, at: datetime) -> bool:
    """Whether a visit asks for the page without ETag and date: every third does, for some servers lie about them."""
    passed = sum(first_seen + step <= at for step in plan)
    return passed % 3 == 0
