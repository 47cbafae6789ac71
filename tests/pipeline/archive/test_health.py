"""A site is assessed by what the archive holds; the assessment is kept, and announced when it turns."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.archive.health import CrawlState, assess_site, assessments, health_inputs, record
from pipeline.health.reason import Reason
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
    """It turns red, once, is printed to, and turns green when it prints again."""
    assess_site(store.archive, SITE.domain, END, CrawlState())
    assert [(one.domain, one.colour) for one in assessments(store.archive.db)] == [(SITE.domain, "green")]
    late = END + timedelta(hours=30)
    for moment in (late, late + timedelta(hours=1)):
        assess_site(store.archive, SITE.domain, moment, CrawlState())
    (assessment,) = assessments(store.archive.db, SITE.domain)
    assert (assessment.colour, assessment.since, assessment.assessed_at) == ("red", late, late + timedelta(hours=1))
    assert [reason.kind for reason in assessment.reasons] == ["silent"]
    assert not assessment.is_old(late + timedelta(hours=2))
    assert assessment.is_old(late + timedelta(hours=12))
    store.take(capture("/x.html", 60 * (HOURLY + 31), long_text("mới"), "Mới"))
    assess_site(store.archive, SITE.domain, late + timedelta(hours=2), CrawlState())
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
            record(store.archive, SITE.domain, [bad[colour]] if colour in bad else [], END)
    assert [kind for kind, _ in events(store)] == ["site.alarmed", "site.alarmed", "site.calm"]


def test_what_else_is_known_counts(store: Store) -> None:
    """Crawls that fail, sources that are dead: the crawler's knowledge."""
    crawls = CrawlState(failed_crawls=4, error="answered 500", retired_sources=["https://bao.example/rss"])
    assess_site(store.archive, SITE.domain, END, crawls)
    (assessment,) = assessments(store.archive.db)
    printed = assessment.as_json(END)
    assert [one["kind"] for one in printed["reasons"]] == ["failing", "retired"]
    assert "answered 500" in printed["reasons"][0]["say"]


def test_a_site_of_which_nothing_is_held() -> None:
    """Nothing is printed of it."""
    with open_store() as store:
        assert health_inputs(store.archive.db, SITE.domain, END) is None
        assess_site(store.archive, SITE.domain, END, CrawlState())
        assert assessments(store.archive.db) == []
