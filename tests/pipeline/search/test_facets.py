from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.provinces import Province
from pipeline.search import facets as counts
from pipeline.search import search
from pipeline.search.facets import count
from pipeline.search.filters import Filters
from tests.support.example_archive import add_article, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

OLD, NEW = "2025-06-30", "2025-07-01"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Give an archive of three sites: Bắc Kạn's, which is Thái Nguyên's since, Bắc Ninh's, and one of all provinces."""
    database = make(tmp_path / "archive.db")
    for domain, codes in (("backan.vn", ["06"]), ("bacninh.vn", ["27", "24"]), ("ca-nuoc.vn", [])):
        database.table("sites").insert(
            {"domain": domain, "name": domain, "kind": "newspaper", "provinces": json.dumps(codes)}
        )
    add_article(database, "backan.vn", "Mùa hồng không hạt", published_at=OLD, section="Kinh tế")
    add_article(database, "backan.vn", "Chợ hồng cuối vụ", published_at=NEW, section="Kinh tế", agency="TTXVN")
    add_article(database, "bacninh.vn", "Hồng treo gió", published_at=OLD, section="Ẩm thực")
    add_article(database, "bacninh.vn", "Hồng giòn vào siêu thị", published_at="2026-02-28T23:59:00+07:00")
    add_article(database, "ca-nuoc.vn", "Giá hồng trong nước", agency="TTXVN")
    yield database
    database.close()


def test_what_is_found_is_counted_by_each_value(db: Database) -> None:
    """Sites, sections, agencies, how articles stand, months; without a day an article is in no month."""
    found = count(db, "hong")
    assert (found.articles, found.more) == (5, False)
    assert found.sites == (("backan.vn", 2), ("bacninh.vn", 2), ("ca-nuoc.vn", 1))
    assert found.sections == (("Kinh tế", 2), ("Ẩm thực", 1))
    assert found.agencies == (("TTXVN", 2),)
    assert (found.states, found.edited) == ((("online", 5),), 0)
    assert found.months == (("2025-06", 2), ("2025-07", 1), ("2026-02", 1))


def test_provinces_are_those_of_the_day(db: Database) -> None:
    """Until 30 June 2025 an article is Bắc Kạn's, from then on Thái Nguyên's; a name may stand for both."""
    assert {str(province): articles for province, articles in count(db, "hồng").provinces} == {
        "before-06": 1,
        "since-19": 1,
        "before-27": 1,
        "since-24": 1,
    }


@pytest.mark.parametrize(
    ("narrowing", "titles"),
    [
        (Filters(province=Province("before", "06")), {"Mùa hồng không hạt"}),
        (Filters(province=Province("since", "19")), {"Chợ hồng cuối vụ"}),
        (Filters(province=Province("since", "06")), set()),
        (Filters(province=Province("before", "24")), set()),
        (Filters(section="Kinh tế"), {"Mùa hồng không hạt", "Chợ hồng cuối vụ"}),
        (Filters(section="Kinh"), set()),
        (Filters(agency="TTXVN", section="Kinh tế"), {"Chợ hồng cuối vụ"}),
        (Filters(agency="TTXVN", until=date.max), {"Chợ hồng cuối vụ"}),
        (Filters(since=date(2026, 2, 28), until=date(2026, 2, 28)), {"Hồng giòn vào siêu thị"}),
        (Filters(site="bacninh.vn", since=date(2025, 7, 1)), {"Hồng giòn vào siêu thị"}),
        (Filters(site="nowhere.vn"), set()),
    ],
)
def test_what_is_counted_is_what_is_found(db: Database, narrowing: Filters, titles: set[str]) -> None:
    """A value finds as many articles as stand beside it, and these are the right ones."""
    assert {hit.title for hit in search(db, "hồng", narrowing)} == titles
    assert count(db, "hồng", narrowing).articles == len(titles)
    # Each of these articles has the word: no words at all find the same.
    assert {hit.title for hit in search(db, "", narrowing)} == titles
    assert count(db, "", narrowing).articles == len(titles)


def test_no_words_find_what_a_narrowing_leaves_in_order_of_time(db: Database) -> None:
    """The newest first, unless the oldest are asked for; a minus still leaves out; without a narrowing nothing."""
    of_site = Filters(site="bacninh.vn")
    titles = ["Hồng giòn vào siêu thị", "Hồng treo gió"]
    for order, wanted in (("relevance", titles), ("newest", titles), ("oldest", titles[::-1])):
        assert [hit.title for hit in search(db, "", of_site, order=order)] == wanted
    (hit,) = search(db, "-treo", of_site)
    assert (hit.title, hit.marked_title) == ("Hồng giòn vào siêu thị", "Hồng giòn vào siêu thị")
    assert search(db, "") == []


def test_a_common_word_is_counted_up_to_a_bound(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the bound on it is said that there may be more."""
    monkeypatch.setattr(counts, "COUNTED", 6)
    assert (count(db, "hồng").articles, count(db, "hồng").more) == (5, False)
    assert count(db, "khongcogi").articles == 0
    monkeypatch.setattr(counts, "COUNTED", 2)
    found = count(db, "hồng")
    assert (found.articles, found.more) == (2, True)
    assert sum(articles for _, articles in found.sites) == 2  # of the newest, that is
    assert found.months == (("2026-02", 1),)


def test_two_of_a_days_last_second_are_that_days(db: Database) -> None:
    """It went wrong: the next free second was the next day's, that of another province by then."""
    last = "2025-06-30T23:59:59+07:00"
    for number in range(3):
        add_article(
            db, "backan.vn", f"Bài cuối ngày {number}", published_at=last, url=f"https://backan.vn/cuoi-{number}"
        )
    of_day = Filters(since=date(2025, 6, 30), until=date(2025, 6, 30))
    assert count(db, "cuối ngày", of_day).articles == 3
    assert count(db, "cuối ngày", Filters(province=Province("before", "06"))).articles == 3


@pytest.mark.parametrize("query", ["online", "site1", "sitebackan", "dated", "\ue000online", '"\ue000dated"'])
def test_marks_are_no_words(db: Database, query: str) -> None:
    """What an article is narrowed by is not found by typing it."""
    assert search(db, query) == []
