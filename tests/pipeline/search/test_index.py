from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from pipeline.search import index
from pipeline.search.facets import count
from pipeline.search.filters import Filters
from tests.support.example_archive import add_article, edit
from tests.support.searches import titles

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_edited_article_is_found_by_its_new_words_alone(db: Database) -> None:
    """After an edit the old words find nothing, and once taken out, no word of it is left in either index."""
    key = add_article(db, "a.vn", "Đường đèo thông xe", "Đoạn đường đã xong.")
    edit(db, key, datetime(2026, 3, 3, tzinfo=UTC), title="Đường hầm thông xe", text="Đoạn hầm đã xong.")
    assert titles(db, "đèo") == titles(db, "deo") == []
    assert titles(db, "ham") == ["Đường hầm thông xe"]
    index.unindex(db, [1])
    for table in (index.FOLDED, index.EXACT):
        db.execute(f"CREATE VIRTUAL TABLE temp.{table}_words USING fts5vocab(main, {table}, row)")
        assert db.execute(f"SELECT count(*) FROM temp.{table}_words").fetchone()[0] == 0


def test_index_and_unindex_leave_the_transaction_open(db: Database) -> None:
    """The store's rollback takes index changes with it: nothing is committed behind its back."""
    add_article(db, "a.vn", "Giá đất tăng")
    db.execute("BEGIN IMMEDIATE")
    index.unindex(db, [1])
    index.index(db, [1])
    index.reindex(db)
    index.unindex(db, [1])
    assert titles(db, "đất") == []
    assert db.conn.in_transaction
    db.conn.rollback()
    assert titles(db, "đất") == ["Giá đất tăng"]


def test_reindex_gives_the_same_index(db: Database) -> None:
    """After reindex, words with đ are found as before (FTS5's own rebuild would lose them)."""
    add_article(db, "a.vn", "Giá đất tăng")
    add_article(db, "a.vn", "Đường đèo")
    before = [titles(db, query) for query in ("dat", "duong deo", "đèo", "tăng")]
    index.reindex(db)
    assert [titles(db, query) for query in ("dat", "duong deo", "đèo", "tăng")] == before
    assert before[0]


def test_many_articles_of_one_minute_have_each_their_number(db: Database) -> None:
    """A day's worth of articles that say no time, or one, are all kept apart and stay within their day."""
    for number in range(150):
        published_at = "2026-05-02" if number % 2 else "2026-05-02T23:58:00+07:00"
        add_article(db, "a.vn", f"Chợ phiên {number}", published_at=published_at)
    day = date(2026, 5, 2)
    assert count(db, "chợ phiên", Filters(since=day, until=day)).articles == 150


@pytest.mark.parametrize(
    ("shown_at", "time"),
    [
        ("2026-05-02T08:15:30+07:00", "08:15:30"),
        ("2026-05-02T08:15:00+07:00", "08:15:07"),  # the minute is known: the article's id spreads the seconds
        ("2026-05-02", "00:07:07"),  # so it does those of a whole day
    ],
)
def test_an_article_is_numbered_by_the_second_it_is_shown_at(shown_at: str, time: str) -> None:
    """On Vietnam's clock: so a span of days is a span of numbers."""
    day = index.first_number(date(2026, 5, 2))
    assert time_of(index.number(shown_at, 7) - day) == time
    assert index.first_number(date(2026, 5, 3)) - day == index.A_DAY


def time_of(second: int) -> str:
    """A second of a day as a clock shows it."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        ("chuyen doi so o vung cao", True),
        ("Chuyển đổi số ở vùng cao", False),
        ("Visit Hạ Long Bay in the winter", True),
    ],
)
def test_which_texts_are_without_accents(text: str, is_bare: bool) -> None:  # noqa: FBT001
    """An English text that names a place in Vietnam is one, too."""
    assert index.is_bare(text) is is_bare
