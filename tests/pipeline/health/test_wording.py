"""Reasons in words."""

from __future__ import annotations

from typing import get_args

import pytest

from pipeline.health.reason import Reason, ReasonKind
from pipeline.health.wording import reason_in_words
from tests.support.catalogues import messages

VALUES: dict[str, dict[str, str | int]] = {
    "failing": {"times": 3, "error": "answered 500"},
    "blocked": {"count": 60, "asked": 100, "reasons": "60 forbidden"},
    "retired": {"sources": "https://bao.example/rss"},
    "missing": {"linked": 9, "held": 5, "waiting": 0, "failed": 1, "refused": 3, "unlisted": 0},
    "silent": {"since": "17/03/2026 14:00", "expected": 16},
    "falling": {"count": 3, "usual": 90},
    "shorter": {"now": 600, "before": 2000},
    "undated": {},
    "untitled": {},
    "boilerplate": {"now": 70, "before": 30},
}


@pytest.mark.parametrize("kind", get_args(ReasonKind))
def test_each_kind_is_said_in_both_languages(kind: ReasonKind) -> None:
    """The sentences differ, and hold the reason's numbers."""
    reason = Reason(kind, "red", VALUES[kind])
    vietnamese, english = reason_in_words(reason, "vi"), reason_in_words(reason, "en")
    assert vietnamese != english
    for value in VALUES[kind].values():
        assert str(value) in vietnamese
        assert str(value) in english


def test_the_words_are_those_that_monitors_know() -> None:
    """Webhooks and `khobao health --json` say the same English as ever."""
    assert reason_in_words(Reason("falling", "yellow", VALUES["falling"]), "en") == (
        "3 articles in three days, where 90 are usual"
    )


def test_the_catalogue_knows_the_kinds_and_no_others() -> None:
    """A reason that is given up takes its words along."""
    assert {msgid.removeprefix("health.") for msgid in messages("vi") if msgid.startswith("health.")} == set(
        get_args(ReasonKind)
    )
