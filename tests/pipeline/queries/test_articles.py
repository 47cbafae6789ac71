from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.queries import articles as browsing
from tests.support.example_archive import add_address, add_article, add_site, edit, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

DAY = date(2026, 3, 2)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Give an archive to write into."""
    database = make(tmp_path / "archive.db")
    yield database
    database.close()


def test_days_are_vietnams_and_inclusive(db: Database) -> None:
    """Both ends of the span count, from the first minute to the last, and so does a bare day."""
    for published_at in (
        *("2026-03-01T23:59:00+07:00", "2026-03-02", "2026-03-02T00:00:00+07:00", "2026-03-02T23:59:59+07:00"),
        "2026-03-03T00:00:00+07:00",
    ):
        add_article(db, "a.vn", "Tin", published_at=published_at)
    assert browsing.articles_a_day(db, DAY, DAY) == {("2026-03-02", "a.vn"): 3}


def test_article_without_a_date_stands_at_the_day_it_was_first_seen(db: Database) -> None:
    """20:05 UTC is the next day in Vietnam, and that is where the article counts."""
    add_article(db, "a.vn", "Tin", at=datetime(2026, 3, 1, 20, 5, tzinfo=UTC))
    assert browsing.articles_a_day(db, DAY, DAY) == {("2026-03-02", "a.vn"): 1}


def test_newest_of_one_site_or_all(db: Database) -> None:
    """The newest come first, paged by limit and offset, of one site alone where asked."""
    for day in (1, 3, 2):
        add_article(db, f"{'ab'[day % 2]}.vn", f"Tin {day}", sapo=f"Sapo {day}", published_at=f"2026-03-0{day}")
    assert [line.title for line in browsing.newest(db)] == ["Tin 3", "Tin 2", "Tin 1"]
    assert [line.title for line in browsing.newest(db, limit=1, offset=1)] == ["Tin 2"]
    assert [line.sapo for line in browsing.newest(db, site="b.vn")] == ["Sapo 3", "Sapo 1"]
    assert browsing.newest(db, site="nowhere.vn") == []


def test_sites_with_and_without_articles(db: Database) -> None:
    """A site that has brought nothing yet is listed with 0; the fullest stands first."""
    add_site(db, "empty.vn")
    add_article(db, "full.vn", "Tin", published_at="2026-03-02")
    assert [(line.domain, line.articles, line.newest_at) for line in browsing.sites(db)] == [
        ("full.vn", 1, "2026-03-02"),
        ("empty.vn", 0, None),
    ]
    assert browsing.site(db, "empty.vn") == browsing.sites(db)[1]
    assert browsing.site(db, "nowhere.vn") is None


def test_article_by_any_key_and_number(db: Database) -> None:
    """Any of its keys leads to an article; a number to that revision, and to none where there is none such."""
    key = add_article(db, "a.vn", "Tựa cũ", "Một.\n\nHai.", captions=["Chú thích"], at=datetime(2026, 3, 1, tzinfo=UTC))
    edit(db, key, datetime(2026, 3, 2, tzinfo=UTC), title="Tựa mới")
    add_address(db, 1, "https://a.vn/khac", "otherkey")
    page = browsing.article(db, "otherkey")
    assert page
    assert (page.key, page.revision.title, page.is_current) == (key, "Tựa mới", True)
    assert page.revision.paragraphs == ("Một.", "Hai.")
    assert [image.caption for image in page.revision.images] == ["Chú thích"]
    assert [line.number for line in page.revisions] == [1, 2]
    assert [other.url for other in page.others] == ["https://a.vn/khac"]
    old = browsing.article(db, key, 1)
    assert old
    assert (old.revision.title, old.is_current) == ("Tựa cũ", False)
    assert old.capture.warc_offset < page.capture.warc_offset
    assert browsing.article(db, key, 3) is None
    assert browsing.article(db, "nokey") is None
