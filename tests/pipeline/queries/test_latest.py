"""What stands in a feed, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.clock import now
from pipeline.config.site_files import load_sites
from pipeline.provinces import NAMES, name_of
from pipeline.queries import latest
from tests.support.example_archive import edit
from tests.support.watched_archive import WatchedHome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.queries.latest import FeedEntry


@pytest.fixture
def made(tmp_path: Path) -> Iterator[WatchedHome]:
    """Give an archive of three articles of two sites; the first of them was edited last."""
    home = WatchedHome(tmp_path)
    key = home.article("Đất một", sapo="Tóm tắt")
    home.article("Đất hai", site="khac.example")
    home.article("Lúa ba", site="khac.example")
    edit(home.db, key, now(), title="Đất một, sửa")
    home.db.execute("UPDATE articles SET title = 'Đất một, sửa' WHERE key = ?", [key])
    home.db.execute("""UPDATE sites SET provinces = '["19", "06"]' WHERE domain = 'khac.example'""")
    home.db.execute("""UPDATE sites SET provinces = '["40"]' WHERE domain = 'bao.example'""")
    yield home
    home.db.close()


def titles(entries: list[FeedEntry]) -> list[str]:
    """Return the titles, in order."""
    return [entry.title for entry in entries]


def test_what_came_last_comes_first(made: WatchedHome) -> None:
    """An edit counts as coming; so a reader sees it."""
    assert titles(latest.all_entries(made.db)) == ["Đất một, sửa", "Lúa ba", "Đất hai"]
    assert titles(latest.all_entries(made.db, limit=2)) == ["Đất một, sửa", "Lúa ba"]
    assert latest.all_entries(made.db)[0].edited


def test_a_feed_is_of_a_site_a_province_or_a_watch(made: WatchedHome) -> None:
    """A watch's has what was there before it, too."""
    assert titles(latest.site_entries(made.db, "khac.example")) == ["Lúa ba", "Đất hai"]
    assert titles(latest.site_entries(made.db, "khac.example", limit=1)) == ["Lúa ba"]
    assert titles(latest.province_entries(made.db, "06")) == ["Lúa ba", "Đất hai"]
    assert titles(latest.province_entries(made.db, "40")) == ["Đất một, sửa"]
    assert latest.province_entries(made.db, "99") == []
    assert titles(latest.query_entries(made.db, "đất")) == ["Đất một, sửa", "Đất hai"]
    assert titles(latest.query_entries(made.db, "đất", "khac.example")) == ["Đất hai"]
    assert titles(latest.query_entries(made.db, "", limit=1)) == ["Đất một, sửa"]


def test_provinces_are_those_of_the_sites(made: WatchedHome) -> None:
    """Of all, or of one."""
    assert latest.province_codes(made.db) == ["06", "19", "40"]
    assert latest.province_codes(made.db, "khac.example") == ["06", "19"]


def test_provinces_have_names(pytestconfig: pytest.Config) -> None:
    """The 63 of the national list, and with them those of every recipe; a code that is none is its own name."""
    assert len(NAMES) == len(set(NAMES.values())) == 63
    assert {name_of("19"), name_of("79"), name_of("xx")} == {"Thái Nguyên", "Thành phố Hồ Chí Minh", "xx"}
    recipes = load_sites(pytestconfig.rootpath / "crawlers/setup/recipes")
    assert {code for site in recipes for code in site.provinces} <= NAMES.keys()
