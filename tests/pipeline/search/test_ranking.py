from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.search import ranking
from pipeline.search.search import search
from tests.support.example_archive import add_article
from tests.support.searches import titles

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_phrase_comes_before_words_and_words_before_other_accents(db: Database) -> None:
    """The whole phrase ranks over all its words apart, these over words with other accents, whatever bm25 thinks."""
    add_article(db, "a.vn", "Nóng thốn mỏi nóng thốn mỏi")
    add_article(db, "a.vn", "Nông thôn đổi mới, nông thôn rất mới")
    add_article(db, "a.vn", "Tin khác", "Một câu dài nói về nhiều việc, trong đó có xây dựng nông thôn mới ở các xã.")
    assert titles(db, "nông thôn mới") == [
        "Tin khác",
        "Nông thôn đổi mới, nông thôn rất mới",
        "Nóng thốn mỏi nóng thốn mỏi",
    ]
    assert [hit.tier for hit in search(db, "nông thôn mới")] == [0, 1, 2]


def test_query_without_accents_does_not_prefer_text_without_accents(db: Database) -> None:
    """An unaccented query puts no unaccented junk first."""
    add_article(db, "a.vn", "Ghi chú", "chuyen doi so")
    add_article(db, "a.vn", "Chuyển đổi số ở xã vùng cao")
    assert titles(db, "chuyen doi so")[0] == "Chuyển đổi số ở xã vùng cao"


def test_title_weighs_more_than_sapo_and_sapo_more_than_text(db: Database) -> None:
    """Among equals the title decides, then the sapo, then the text."""
    filler = "và một vài chữ khác nữa"
    add_article(db, "a.vn", f"Trong bài {filler}", f"Mùa cam {filler}", sapo=filler)
    add_article(db, "a.vn", f"Trong sapo {filler}", f"Bài này {filler}", sapo=f"Mùa cam {filler}")
    add_article(db, "a.vn", f"Mùa cam {filler}", f"Bài này {filler}", sapo=filler)
    assert [title.split(" và")[0] for title in titles(db, "mua cam")] == ["Mùa cam", "Trong sapo", "Trong bài"]


def test_a_text_without_accents_comes_last_of_its_tier(db: Database) -> None:
    """Whoever types without accents means the words with them, also where the bare text has them in its title."""
    add_article(db, "a.vn", "Tin trong tỉnh", "Hôm nay tỉnh bàn chuyển đổi số cho các xã vùng cao.")
    add_article(db, "a.vn", "chuyen doi so", "chuyen doi so chuyen doi so")
    assert titles(db, "chuyen doi so") == ["Tin trong tỉnh", "chuyen doi so"]


@pytest.mark.parametrize(("common", "first"), [(2, "Tin một"), (500, "Tin hai")])
def test_common_words_do_not_weigh(db: Database, monkeypatch: pytest.MonkeyPatch, common: int, first: str) -> None:
    """A word of more than COMMON articles has no score: what has the rare word more often comes first."""
    monkeypatch.setattr(ranking, "COMMON", common)
    for number in range(10):
        add_article(db, "a.vn", f"Tin khác {number}", "Không có gì ở đây, chỉ là vài chữ khác nữa thôi.")
    add_article(db, "a.vn", "Tin một", "hồng rồi hồng rồi hồng rồi chợ rồi đến các chữ khác nữa")
    add_article(db, "a.vn", "Tin hai", "chợ " * 10 + "rồi hồng rồi hồng")
    add_article(db, "a.vn", "Tin ba", "Chợ quê.")
    assert titles(db, "hồng chợ")[0] == first
