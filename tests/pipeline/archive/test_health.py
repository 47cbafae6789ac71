"""A site is weighed by what the archive holds; its verdict is kept, and announced when it turns."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.archive.health import facts_of, note, verdicts, weigh_site
from pipeline.health.rules import Reason
from tests.support.captures import BEGUN, SITE, capture, long_text, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.captures import Store

HOURLY = 24 * 40
END = BEGUN + timedelta(hours=HOURLY)


@pytest.fixture
def store() -> Iterator[Store]:
    """Give an archive of a site that printed an article an hour for forty days."""
    with open_store() as made:
        for hour in range(HOURLY):
            made.take(capture(f"/{hour}.html", 60 * hour, long_text(f"bài {hour}"), f"Bài {hour}"))
        yield made


def events(store: Store) -> list[tuple[str, dict[str, object]]]:
    """Return the events about the site's health."""
    rows = store.rows("SELECT kind, data FROM events WHERE kind LIKE 'site.%' ORDER BY id")
    return [(kind, json.loads(data)) for kind, data in rows]


def test_a_site_that_falls_silent(store: Store) -> None:
    """It turns red, once, is said to, and turns green when it prints again."""
    weigh_site(store.archive, SITE.domain, END)
    assert [(one.domain, one.colour) for one in verdicts(store.archive.db)] == [(SITE.domain, "green")]
    late = END + timedelta(hours=30)
    for moment in (late, late + timedelta(hours=1)):
        weigh_site(store.archive, SITE.domain, moment)
    (verdict,) = verdicts(store.archive.db, SITE.domain)
    assert (verdict.colour, verdict.since, verdict.weighed_at) == ("red", late, late + timedelta(hours=1))
    assert [reason.kind for reason in verdict.reasons] == ["silent"]
    assert not verdict.is_old(late + timedelta(hours=2))
    assert verdict.is_old(late + timedelta(hours=12))
    store.take(capture("/x.html", 60 * (HOURLY + 31), long_text("mới"), "Mới"))
    weigh_site(store.archive, SITE.domain, late + timedelta(hours=2))
    assert [kind for kind, _ in events(store)] == ["site.alarmed", "site.calm"]
    assert events(store)[0][1]["colour"] == "red"


def test_worse_is_announced_and_better_is_not(store: Store) -> None:
    """Yellow, red, yellow, green: two alarms and one all-clear."""
    bad = {
        "yellow": Reason("retired", "yellow", {"sources": "x"}),
        "red": Reason("failing", "red", {"times": 3, "error": "x"}),
    }
    for colour in ("yellow", "yellow", "red", "yellow", "green", "green"):
        with store.archive.transaction():
            note(store.archive, SITE.domain, [bad[colour]] if colour in bad else [], END)
    assert [kind for kind, _ in events(store)] == ["site.alarmed", "site.alarmed", "site.calm"]


def test_what_else_is_known_counts(store: Store) -> None:
    """Crawls that fail, sources that are dead: the crawler's knowledge."""
    weigh_site(store.archive, SITE.domain, END, fails=4, error="answered 500", retired=["https://bao.example/rss"])
    (verdict,) = verdicts(store.archive.db)
    said = verdict.as_json(END)
    assert [one["kind"] for one in said["reasons"]] == ["failing", "retired"]
    assert "answered 500" in said["reasons"][0]["say"]


def test_a_site_of_which_nothing_is_held() -> None:
    """Nothing is said of it."""
    with open_store() as store:
        assert facts_of(store.archive.db, SITE.domain, END) is None
        weigh_site(store.archive, SITE.domain, END)
        assert verdicts(store.archive.db) == []
