from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipeline.archive import turns
from pipeline.archive.archive import open_archive
from pipeline.search import index
from pipeline.search.facets import count
from pipeline.search.filters import Filters
from pipeline.search.search import search
from tests.support.example_archive import add_article, make
from tests.support.searches import titles

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


def test_narrowing_by_site_and_day_of_publication(db: Database) -> None:
    """A site and days, both inclusive, narrow what is found and what is counted; without a date is in no span."""
    add_article(db, "a.vn", "Hội làng một", published_at="2026-03-01T23:59:00+07:00")
    add_article(db, "b.vn", "Hội làng hai", published_at="2026-03-02")
    add_article(db, "b.vn", "Hội làng ba", published_at="2026-03-03T00:00:00+07:00")
    add_article(db, "b.vn", "Hội làng không ngày")
    day = date(2026, 3, 2)
    assert titles(db, "hội làng", since=day, until=day) == ["Hội làng hai"]
    assert set(titles(db, "hội làng", until=day)) == {"Hội làng một", "Hội làng hai"}
    assert set(titles(db, "hội làng", since=day)) == {"Hội làng hai", "Hội làng ba"}
    assert titles(db, "hội làng", site="a.vn") == ["Hội làng một"]
    assert titles(db, "hội làng", site="nowhere.vn") == []
    assert count(db, "hội làng").articles == 4
    assert count(db, "hội làng", Filters(site="b.vn", since=day)).articles == 2


def test_narrowing_by_how_articles_stand(db: Database) -> None:
    """What is gone is found among what is gone, what was edited among that; counted alike; both at once."""
    for number, (availability, edited) in enumerate([("online", 0), ("gone", 0), ("gone", 1), ("returned", 1)]):
        add_article(db, "a.vn", f"Hội làng {number}")
        values = [availability, edited, f"Hội làng {number}"]
        db.execute("UPDATE articles SET availability = ?, edited = ? WHERE title = ?", values)
    index.reindex(db)
    assert set(titles(db, "hội làng", availability="gone")) == {"Hội làng 1", "Hội làng 2"}
    assert set(titles(db, "hội làng", edited=True)) == {"Hội làng 2", "Hội làng 3"}
    assert titles(db, "hội làng", availability="gone", edited=True) == ["Hội làng 2"]
    assert titles(db, "hội làng", availability="moved") == []
    assert count(db, "hội làng", Filters(availability="gone")).articles == 2
    assert count(db, "hội làng", Filters(edited=True)).articles == 2


def test_an_article_that_goes_is_found_among_what_is_gone(tmp_path: Path) -> None:
    """How an article stands is in the index as soon as it is in the archive."""
    database = make(tmp_path / "turned.db")
    key = add_article(database, "a.vn", "Chợ phiên")
    database.conn.commit()
    database.close()
    with open_archive(tmp_path / "turned.db") as archive:
        with archive.transaction():
            turns.add(archive, 1, datetime(2026, 5, 2, tzinfo=UTC), "gone")
        assert [hit.id for hit in search(archive.db, "chợ", Filters(availability="gone"))] == [key]
        assert search(archive.db, "chợ", Filters(availability="online")) == []
        for table in (index.FOLDED, index.EXACT):
            archive.db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 0)")
