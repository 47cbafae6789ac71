from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.queries import articles_a_day, site, sites
from tests.support.example_archive import add_article, add_site

if TYPE_CHECKING:
    from sqlite_utils import Database

DAY = date(2026, 3, 2)


def test_days_are_vietnams_and_inclusive(db: Database) -> None:
    """Both ends of the span count, from the first minute to the last, and so does a bare day."""
    for published_at in (
        *("2026-03-01T23:59:00+07:00", "2026-03-02", "2026-03-02T00:00:00+07:00", "2026-03-02T23:59:59+07:00"),
        "2026-03-03T00:00:00+07:00",
    ):
        add_article(db, "a.vn", "Tin", published_at=published_at)
    assert articles_a_day(db, DAY, DAY) == {("2026-03-02", "a.vn"): 3}


def test_article_without_a_date_stands_at_the_day_it_was_first_seen(db: Database) -> None:
    """20:05 UTC is the next day in Vietnam, and that is where the article counts."""
    add_article(db, "a.vn", "Tin", at=datetime(2026, 3, 1, 20, 5, tzinfo=UTC))
    assert articles_a_day(db, DAY, DAY) == {("2026-03-02", "a.vn"): 1}


def test_sites_with_and_without_articles(db: Database) -> None:
    """A site that has brought nothing yet is listed with 0; the fullest stands first."""
    add_site(db, "empty.vn")
    add_article(db, "full.vn", "Tin", published_at="2026-03-02")
    assert [(line.domain, line.articles, line.newest_at) for line in sites(db)] == [
        ("full.vn", 1, "2026-03-02"),
        ("empty.vn", 0, None),
    ]
    assert site(db, "empty.vn") == sites(db)[1]
    assert site(db, "nowhere.vn") is None
