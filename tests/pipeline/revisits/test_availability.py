"""When an article is gone, moved or returned, and when it is looked at next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.config.site import REVISIT
from pipeline.revisits.availability import (
    Absence,
    Availability,
    Presence,
    next_visit,
    skips_validators,
    update_availability,
)

FOUND = datetime(2026, 7, 1, 8, tzinfo=UTC)
THREE_DAYS = timedelta(days=3)


def after(*looks: tuple[float, Presence]) -> Availability:
    """Return how an article stands after looks, each so many days after the first."""
    state: Availability = "online"
    doubt = Absence()
    for days, sign in looks:
        state, doubt = update_availability(state, doubt, sign, FOUND + timedelta(days=days), THREE_DAYS)
    return state


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        ([(0, "gone")], "online"),
        ([(0, "gone"), (1.5, "gone")], "online"),
        ([(0, "gone"), (1.5, "gone"), (2.9, "gone")], "online"),
        ([(0, "gone"), (1.5, "gone"), (3, "gone")], "gone"),
        ([(0, "gone"), (9, "gone")], "online"),
        ([(0, "gone"), (1.5, "there"), (3, "gone"), (4.5, "gone")], "online"),
        ([(0, "gone"), (1.5, "unclear"), (3, "gone")], "online"),
        ([(0, "gone"), (1.5, "unclear"), (3, "gone"), (4.5, "gone")], "gone"),
        ([(0, "unclear"), (1, "unclear"), (9, "unclear")], "online"),
        ([(0, "moved")], "moved"),
        ([(0, "moved"), (1, "there")], "returned"),
        ([(0, "moved"), (1, "gone"), (2, "gone"), (4, "gone")], "gone"),
        ([(0, "gone"), (1.5, "gone"), (3, "gone"), (20, "there")], "returned"),
        ([(0, "gone"), (1.5, "gone"), (3, "gone"), (20, "there"), (21, "there")], "returned"),
        ([(0, "gone"), (1.5, "gone"), (3, "gone"), (20, "gone"), (80, "unclear")], "gone"),
    ],
)
def test_how_an_article_stands(looks: list[tuple[float, Presence]], state: Availability) -> None:
    """Gone takes three signs in a row over three days; what says nothing neither confirms nor clears a doubt."""
    assert after(*looks) == state


def hours(*, looked: float, doubt: Absence = Absence(), state: Availability = "online") -> float | None:  # noqa: B008  frozen
    """Return the hour of the next look at an article last looked at in that hour after it was found."""
    at = next_visit(FOUND, FOUND + timedelta(hours=looked), REVISIT, doubt, state, THREE_DAYS)
    return None if at is None else (at - FOUND) / timedelta(hours=1)


def test_the_plan_is_kept() -> None:
    """1 h, 6 h, 1 d, 3 d, 14 d, 60 d after it was found; a look that came late takes the place of those before it."""
    planned = [0.0]
    while (ahead := hours(looked=planned[-1])) is not None:
        planned.append(ahead)
    assert planned == [0, 1, 6, 24, 72, 336, 1440]
    assert hours(looked=7) == 24
    assert hours(looked=1441) is None
    assert next_visit(FOUND, FOUND, (), Absence(), "online", THREE_DAYS) is None


def test_a_doubt_is_followed_up() -> None:
    """Three looks are spread over the three days; one that is gone is looked at on and on, for it may return."""
    assert hours(looked=72, doubt=Absence(1, FOUND)) == 72 + 36
    assert hours(looked=2000, doubt=Absence(2, FOUND)) == 2000 + 36
    assert hours(looked=100, doubt=Absence(3, FOUND), state="gone") == 336
    assert hours(looked=1500, doubt=Absence(3, FOUND), state="gone") == 1500 + 1440


def test_validators_are_not_believed_for_ever() -> None:
    """Every third look asks for the whole page."""
    times = [FOUND + step for step in REVISIT]
    assert [skips_validators(REVISIT, FOUND, at) for at in times] == [False, False, True, False, False, True]
