from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.search.facets import count
from pipeline.search.filters import EVERYTHING, Filters
from pipeline.search.matching import as_typed
from pipeline.search.search import search
from tests.support.example_archive import add_article
from tests.support.searches import titles

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.search.search import SortOrder


def test_minus_or_and_prefix(db: Database) -> None:
    """A minus excludes, OR takes either, a star takes what goes on from three letters."""
    add_article(db, "a.vn", "Lúa chín sớm")
    add_article(db, "a.vn", "Ngô chín muộn")
    add_article(db, "a.vn", "Khoai chín muộn")
    assert titles(db, "chín -ngo -khoai") == ["Lúa chín sớm"]
    assert titles(db, "chín -Ngô -khoái") == ["Khoai chín muộn", "Lúa chín sớm"]
    assert titles(db, 'chín -"chín muộn"') == ["Lúa chín sớm"]
    assert set(titles(db, "lua OR ngô")) == {"Lúa chín sớm", "Ngô chín muộn"}
    assert titles(db, "muộn lua OR ngô") == ["Ngô chín muộn"]
    assert titles(db, "kho*") == ["Khoai chín muộn"]
    assert titles(db, "kh*") == []
    assert titles(db, '"chin muo"*') == titles(db, "muo*") != []


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
def test_a_minus_is_looked_for_as_far_as_it_has_to_be(db: Database, order: SortOrder) -> None:
    """Many that are left out lie before, between and behind those that are found, whatever page is asked for."""
    kept = []
    for number in range(60):
        title = f"Chợ số {number} bán {'cá' if number % 10 else 'cà'}"
        add_article(db, "a.vn", title, published_at=f"2026-03-01T08:{number:02}:00+07:00")
        kept += [] if number % 10 else [title]
    wanted = kept if order == "oldest" else kept[::-1]
    for limit, offset in ((20, 0), (2, 0), (2, 4), (5, 5), (5, 6)):
        hits = search(db, "chợ -cá", order=order, limit=limit, offset=offset)
        assert [hit.title for hit in hits] == wanted[offset : offset + limit]
    assert count(db, "chợ -cá").articles == 6
    assert search(db, "chợ -cá -cà", order=order) == []


def test_as_typed_leaves_out_other_accents(db: Database) -> None:
    """Words with accents match as they are typed, words without match any; a minus likewise."""
    for title in ("Giá đất tăng", "Giá đạt đỉnh", "Giá gạo tăng"):
        add_article(db, "a.vn", title)
    found = {query: _typed(db, query) for query in ("giá đất", "gia dat", "giá -đất", "gia -dat", "không có")}
    assert found == {"giá đất": {1}, "gia dat": {1, 2}, "giá -đất": {2, 3}, "gia -dat": {3}, "không có": set()}


def test_as_typed_without_words_is_everything_that_the_filters_leave(db: Database) -> None:
    """A watch of a site without a query is told of each of its articles."""
    for site in ("a.vn", "b.vn", "a.vn"):
        add_article(db, site, "Tin")
    assert _typed(db, "") == {1, 2, 3}
    assert _typed(db, "", Filters(site="a.vn")) == {1, 3}
    assert _typed(db, "tin", Filters(site="b.vn")) == {2}


def _typed(db: Database, query: str, filters: Filters = EVERYTHING) -> set[int]:
    statement = as_typed(db, query, filters)
    return {article_id for (article_id,) in db.execute(statement.sql, statement.values)}
