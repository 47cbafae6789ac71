from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.search.filters import Filters
from pipeline.search.suggest import edits, suggest
from tests.support.example_archive import add_article, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give an archive of three articles."""
    database = make(tmp_path_factory.mktemp("suggest") / "archive.db")
    add_article(database, "a.vn", "Thuyền rồng đua trên sông Hậu", "Mười hai đội chèo.", published_at="2026-01-01")
    add_article(database, "a.vn", "Chợ nổi họp sớm", "Thuyền ghe chen nhau.", published_at="2026-02-01")
    add_article(database, "a.vn", "Kỹ thuật nuôi tôm", "Theo quy hoạch của tỉnh.", published_at="2026-03-01")
    yield database
    database.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thuyn rong", "thuyen rong"),
        ("tuhyen rong", "thuyen rong"),
        ("thuyeen rong", "thuyen rong"),
        ("thuyen gong", "thuyen rong"),
        ("thuyền rôngg", "thuyền rồng"),
        ('"sông Hâuj"', '"sông hậu"'),
        ("cho noi hop somx -covid", "cho noi hop som -covid"),
        ("ky thuatt", "ky thuat"),
        ("kỹ thuâtt", "kỹ thuật"),
        ("quyy hoach", "quy hoach"),
        ("kyx thuat", "ky thuat"),
        ("chợ nổii", "chợ nổi"),
        ("cho\u031b\u0323 nổii", "chợ nổi"),
        ("xyzzy", None),
        ('-"thuyenn', None),
        ('-"quyn"', None),
        ("-.qq", None),
        ("thuyxx rong", None),
        ("thuyn rngo xa", None),
        ("", None),
        ("2026", None),
        ("a" * 5_000, None),
    ],
)
def test_one_letter_is_mended(db: Database, typed: str, meant: str | None) -> None:
    """One letter too many, too few, wrong or swapped is mended, the rest of the query stays as typed."""
    assert suggest(db, typed) == meant


def test_only_what_finds_something_as_narrowed_is_suggested(db: Database) -> None:
    """A mended query that finds nothing in the span of days is none."""
    assert suggest(db, "rongg", Filters(since=date(2026, 1, 1))) == "rong"
    assert suggest(db, "rongg", Filters(since=date(2026, 1, 2))) is None


def test_edits_are_one_letter_away() -> None:
    """Of a word of n letters: n less, n - 1 swapped, 25 n changed, 26 (n + 1) more, some of them alike."""
    made = edits("son")
    assert {"on", "sn", "so", "osn", "sno", "con", "sona", "ason"} <= made
    assert "son" not in made
    assert "" not in edits("a")
