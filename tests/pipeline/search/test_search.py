from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.search.facets import count
from pipeline.search.search import END, SNIPPET_WORDS, START, search
from tests.support.example_archive import add_article, make
from tests.support.searches import titles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database


@pytest.mark.parametrize("query", ["dat", "đất", "ĐẤT", "Dat", "đat", "Ðất", "đâ\u0301t"])
def test_dat_is_found_however_it_is_typed(db: Database, query: str) -> None:
    """Typed with accents, without, in capitals, half, with Icelandic Eth or decomposed, đất is found."""
    add_article(db, "a.vn", "Giá đất tăng")
    add_article(db, "a.vn", "Giá gạo tăng")
    assert titles(db, query) == ["Giá đất tăng"]


@pytest.mark.parametrize(
    "query", ["thai nguyen", "Thái Nguyên", "thái nguyen", '"thai nguyen"', "THAI NGUYEN", "thai* nguy*"]
)
def test_thai_nguyen_is_found_without_accents(db: Database, query: str) -> None:
    """Any mix of accents finds Thái Nguyên, as words and as a phrase."""
    add_article(db, "a.vn", "Một ngày ở Thái Nguyên", "Không có gì ở đây.")
    add_article(db, "a.vn", "Một ngày ở Thái Bình", "Không có gì ở đây.")
    assert titles(db, query) == ["Một ngày ở Thái Nguyên"]


@pytest.mark.parametrize(
    ("published", "query"),
    [
        ("Hoà Bình", "hòa bình"),
        ("Hòa Bình", "hoà bình"),
        ("16.750 tỷ", "16.750 tỉ"),
        ("kĩ sư", "kỹ sư"),
        ("thủy lợi", "thuỷ lợi"),
        ("khoẻ", "khỏe"),
        ("quý hiếm", "quí hiếm"),
        ("bác sĩ", "bac sy"),
    ],
)
def test_two_spellings_are_one_word(db: Database, published: str, query: str) -> None:
    """Hòa and hoà, tỷ and tỉ, kỹ and kĩ find each other with their accents as typed: in the first tier."""
    add_article(db, "a.vn", f"Tin về {published} hôm nay")
    (hit,) = search(db, query)
    assert hit.tier == 0
    assert START in hit.marked_title


@pytest.mark.parametrize(
    "query", ["01-NQ/TU", "16.750 tỷ", "6,51%", "tỉnh:", "C++", "a.b.c", "(tỉnh)", "AND", "NEAR", "title:tỉnh", "^tỉnh"]
)
def test_what_fts5_calls_a_syntax_error_is_found(db: Database, query: str) -> None:
    """Numbers, document codes, colons and FTS5's own words are words like others."""
    add_article(db, "a.vn", "Tin tỉnh", f"Nghị quyết {query} vừa ban hành: title:tỉnh AND NEAR.")
    assert titles(db, query) == ["Tin tỉnh"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "-",
        "*",
        '"',
        '""',
        "'",
        "--",
        "OR",
        "- OR -",
        "-đất",
        "\0",
        "%",
        "…",
        '" "',
        "-*",
        '-"',
        "()",
        "\ud800",
        "_",
        "🙂",
    ],
)
def test_a_query_without_a_word_finds_nothing(db: Database, query: str) -> None:
    """Punctuation, lone operators and control characters give an empty list and a count of 0, never an error."""
    add_article(db, "a.vn", "Giá đất tăng - OR *")
    assert search(db, query) == []
    assert count(db, query).articles == 0


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give an archive of one article that many queries are put to."""
    database = make(tmp_path_factory.mktemp("standing") / "archive.db")
    add_article(database, "a.vn", "Giá đất tăng", "Ủy ban nhân dân tỉnh Thái Nguyên họp.")
    yield database
    database.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.text(alphabet="ađấtOR\"-*() \0^:{}+,.NEAR'\ud800“”", max_size=60)))
@example("a" * 10_000)
@example("đất " * 2_500)
@example('"' * 10_000)
@example("-đất " * 2_000 + "x")
@example("a OR " * 2_000)
@example("a.b" * 3_000)
@example('"đất"*"*-"')
@example("\U000101c0 đất")
def test_no_input_is_an_error(standing: Database, query: str) -> None:
    """Whatever is typed, search answers with a list that holds no more than count says."""
    hits = search(standing, query)
    assert len(hits) == count(standing, query).articles <= 1


def test_a_pasted_page_is_found_by_its_beginning(db: Database) -> None:
    """Ten thousand letters of an article's own text find the article."""
    text = "Mỗi sáng tiếng cười nói vang khắp con đường dọc bờ sông. " * 200
    add_article(db, "a.vn", "Bờ sông", text)
    assert titles(db, text) == ["Bờ sông"]


def test_pages_of_results_are_disjoint_and_complete(db: Database) -> None:
    """Paging through with limit and offset shows each article once."""
    for number in range(7):
        add_article(db, "a.vn", f"Chợ phiên {number}")
    paged = [title for offset in range(0, 9, 3) for title in titles(db, "chợ phiên", limit=3, offset=offset)]
    assert sorted(paged) == [f"Chợ phiên {number}" for number in range(7)]


def test_snippet_shows_the_original_with_the_found_words_marked(db: Database) -> None:
    """The snippet comes from the published text, accents and capitals kept, each found word between the sentinels."""
    add_article(db, "a.vn", "Tin", "Lời mở đầu dài. " * 30 + "Một mảnh Đất quý ở Thái Nguyên." + " Lời kết." * 30)
    (hit,) = search(db, "thai nguyen dat")
    for word in ("Đất", "Thái", "Nguyên"):
        assert f"{START}{word}{END}" in hit.snippet
    assert len(hit.snippet.split()) <= SNIPPET_WORDS + 2


def test_captions_are_searched_and_shown(db: Database) -> None:
    """Words that stand only below a picture are found, and the snippet is the caption."""
    add_article(db, "a.vn", "Tin", "Bài không nhắc đến.", captions=["Toàn cảnh đập nước", "Ảnh hai"])
    (hit,) = search(db, "dap nuoc")
    assert "Toàn cảnh" in hit.snippet


def test_a_prefix_is_a_word_and_the_beginning_of_longer_ones(db: Database) -> None:
    """It went wrong: quy, which the index spells qui, hid quyền; and a minus left it in."""
    for title in ("Quy định về đê", "Quyền của thợ", "Hoàng hôn ở bến", "Hoà giải ở bản"):
        add_article(db, "a.vn", title, "Một dòng.", published_at="2026-01-01")
    assert set(titles(db, "quy*")) == {"Quy định về đê", "Quyền của thợ"}
    assert set(titles(db, "hoà*")) == {"Hoàng hôn ở bến", "Hoà giải ở bản"}
    assert titles(db, "bến -hoà*") == []


def test_a_snippet_shows_the_words_where_only_the_title_has_the_phrase(db: Database) -> None:
    """They stand in the text one by one."""
    add_article(db, "a.vn", "Xây nhà mới", "Nhà văn hoá đã xong.\n\nGhế thì mới đặt.", published_at="2026-01-01")
    (hit,) = search(db, "nhà mới")
    assert (hit.tier, hit.marked_title.count(START), hit.snippet.count(START)) == (0, 1, 2)


def test_unaccented_word_does_not_highlight_another_one(db: Database) -> None:
    """In an article found as typed only the word as typed is marked."""
    add_article(db, "a.vn", "Đất đạt giải")
    (hit,) = search(db, "đất")
    assert hit.marked_title == f"{START}Đất{END} đạt giải"


def test_search_reads_through_a_read_only_connection(db: Database, tmp_path: Path) -> None:
    """A connection that may not write, as the pages have it, can search."""
    add_article(db, "a.vn", "Giá đất tăng")
    reader = sqlite3.connect(f"file:{tmp_path / 'archive.db'}?mode=ro", uri=True)
    try:
        assert [hit.site for hit in search(reader, "dat")] == ["a.vn"]
    finally:
        reader.close()


def test_by_time_the_newest_or_the_oldest_come_first(db: Database) -> None:
    """In the order of publication, whatever order they were archived in; pages of it are disjoint."""
    for day in (3, 1, 4, 2):
        add_article(db, "a.vn", f"Chợ phiên {day}", published_at=f"2026-05-0{day}T08:00:00+07:00")
    newest = [hit.title[-1] for hit in search(db, "chợ phiên", order="newest")]
    assert newest == ["4", "3", "2", "1"]
    assert [hit.title[-1] for hit in search(db, "cho phien", order="oldest")] == newest[::-1]
    assert [hit.title[-1] for hit in search(db, "chợ", order="oldest", limit=2, offset=2)] == ["3", "4"]


def test_of_many_the_newest_are_ranked(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound older articles are not in the order by relevance; by time they all are."""
    monkeypatch.setattr(sys.modules[search.__module__], "RANKED", 2)
    for day in (1, 2, 3):
        add_article(db, "a.vn", "Chợ phiên" if day == 2 else "Tin", f"Chợ phiên {day}", published_at=f"2026-05-0{day}")
    assert [hit.published_at for hit in search(db, "chợ phiên")] == ["2026-05-02", "2026-05-03"]
    assert len(search(db, "chợ phiên", order="newest")) == 3
