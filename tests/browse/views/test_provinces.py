from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from browse.views.provinces import LEVELS, MAPS, rows, tile
from pipeline.provinces import NAMES, Province, since
from pipeline.queries.coverage import Coverage, coverage_by_province
from tests.support.example_archive import add_article, make
from tests.support.pages import texts, tree
from tests.support.served import Served, serving

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.provinces import Era

OLD, NEW = "2025-06-30T23:59:00+07:00", "2025-07-01"


@pytest.mark.parametrize(("era", "codes"), [("before", set(NAMES)), ("since", since(NAMES))], ids=["before", "since"])
def test_each_province_has_one_tile(era: Era, codes: set[str]) -> None:
    """The map of then has the 63, that of now the 34, each once; all rows are as wide."""
    tiles = [code for row in MAPS[era] for code in row if code != "."]
    assert sorted(tiles) == sorted(codes)
    assert len({len(row) for row in MAPS[era]}) == 1


def test_the_table_has_each_of_then_with_what_it_became() -> None:
    """34 rows, 63 names in them; a province that took in others stands beside its old self and theirs."""
    table = rows(Coverage({}, 0))
    assert len(table) == 34
    assert sum(len(olds) for _, olds in table) == 63
    names = {now.name: [old.name for old in olds] for now, olds in table}
    assert names["Thái Nguyên"] == ["Bắc Kạn", "Thái Nguyên"]
    assert names["Bắc Ninh"] == ["Bắc Giang", "Bắc Ninh"]
    assert names["Huế"] == ["Huế"]


@pytest.mark.parametrize(
    ("articles", "level"), [(0, 0), (1, 1), (9, 1), (10, 2), (999, 3), (9_999, 4), (10_000, 5), (5_000_000, LEVELS)]
)
def test_a_tile_is_as_deep_as_its_number_is_long(articles: int, level: int) -> None:
    """A step for each digit, none for none."""
    assert tile(Coverage({Province("since", "19"): articles}, 0), "since", "19").level == level


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make a home whose archive holds articles of two provinces, of then and of now, and of none."""
    db = make(tmp_path / "archive.db")
    for domain, codes in (("backan.vn", ["06"]), ("hai-tinh.vn", ["19", "40"]), ("ca-nuoc.vn", [])):
        db.table("sites").insert(
            {"domain": domain, "name": domain, "kind": "newspaper", "provinces": json.dumps(codes)}
        )
    for domain, at in (("backan.vn", OLD), ("backan.vn", NEW), ("hai-tinh.vn", NEW), ("ca-nuoc.vn", NEW)):
        add_article(db, domain, f"Một bài của {domain}", published_at=at)
    assert coverage_by_province(db).others == 1
    db.close()
    return tmp_path


def test_each_number_leads_to_as_many_articles(home: Path) -> None:
    """What a tile and a row say is what the search they lead to finds; a site of two provinces counts for both."""
    with serving(home) as (url, _):
        served = Served(url, "", "")
        for era, wanted in (("since", {"19": 2, "40": 1}), ("before", {"06": 1})):
            page = tree(served.get(f"/tinh?era={era}"))
            full = {}
            for tile in page.cssselect(".tiles a"):
                (articles,) = texts(tile, ".tile-count")
                full[re.search(rf"province={era}-(\d\d)$", tile.get("href"))[1]] = int(articles)
                assert texts(tree(served.get(tile.get("href"))), ".summary") == [f"{articles} bài"]
            assert full == wanted
        assert "1 bài" in texts(page, ".hint")[0]
        assert texts(page, "thead th") == ["Từ 1/7/2025", "Số bài", "Trước đó"]


def test_an_unknown_time_is_today(served: Served) -> None:
    """An address that somebody has changed by hand shows the map of now."""
    page = tree(served.get("/tinh?era=<script>"))
    assert len(page.cssselect(".tiles .tile")) == 34
    assert texts(page, "[aria-current=true]")[-1] == "Từ 1/7/2025"
