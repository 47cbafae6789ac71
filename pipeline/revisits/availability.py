"""Availability: whether an article still stands where it stood. Pure rules over what further looks at it found.

One look proves nothing: sites are down, block us, or show a page of maintenance to all. So an article is gone when
LOOKS looks in a row, over `gone_after` (three days), say so, and its site meanwhile answered well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

State = Literal["online", "gone", "moved", "returned"]
# What one look says: the article stands there; it does not; its address leads to another article's; nothing.
Sign = Literal["there", "gone", "moved", "unclear"]

STATES: tuple[State, ...] = get_args(State)
LOOKS = 3
GONE = frozenset((404, 410))  # RFC 9110: 15.5.5, 15.5.11
AWAY = frozenset(("gone", "moved"))


@attrs.frozen
class Doubt:
    """How many looks in a row said that an article is gone, and when the first did."""

    looks: int = 0
    since: datetime | None = None


def weigh(state: State, doubt: Doubt, sign: Sign, at: datetime, gone_after: timedelta) -> tuple[State, Doubt]:
    """Return how an article stands after a look at a moment, and what is doubted of it."""
    if sign == "unclear":
        return state, doubt
    if sign == "there":
        return ("returned" if state in AWAY else state), Doubt()
    if sign == "moved":
        return "moved", Doubt()
    doubt = Doubt(doubt.looks + 1, doubt.since or at)
    assert doubt.since is not None
    is_gone = doubt.looks >= LOOKS and at - doubt.since >= gone_after
    return ("gone" if is_gone else state), doubt


def next_look(
    found: datetime, looked: datetime, plan: Sequence[timedelta], doubt: Doubt, state: State, gone_after: timedelta
) -> datetime | None:
    """Return when to look again at an article that was found and last looked at then; None for never.

    `plan` are the times after it was found. Where it is doubted, LOOKS looks are spread over `gone_after` instead. One
    that is gone is looked at on and on, as far apart as the plan's last look is from its finding: it may return.
    """
    if not plan:
        return None
    if doubt.looks and state != "gone":
        return looked + gone_after / (LOOKS - 1)
    ahead = [found + step for step in plan if found + step > looked]
    if ahead:
        return min(ahead)
    return looked + max(plan) if state == "gone" else None


def asks_in_full(plan: Sequence[timedelta], found: datetime, at: datetime) -> bool:
    """Tell whether a look asks for the page whatever its validators say: every third does, for some servers lie."""
    passed = sum(found + step <= at for step in plan)
    return passed % 3 == 0
