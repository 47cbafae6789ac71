from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.archive.archive import open_archive
from pipeline.search import index
from pipeline.search.facets import count
from pipeline.search.filters import Filters
from pipeline.search.search import END, SNIPPET_WORDS, START, search
from tests.support.example_archive import add_article, edit, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from pipeline.search.search import SortOrder


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Give an archive to write into."""
    database = make(tmp_path / "archive.db")
    yield database
    database.close()


def titles(db: Database, query: str, **narrowing: Any) -> list[str]:
    """Return the titles that a query finds, in order."""
    paging = {name: narrowing.pop(name) for name in ("limit", "offset") if name in narrowing}
    return [hit.title for hit in search(db, query, Filters(**narrowing), **paging)]


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


def test_many_articles_of_one_minute_have_each_their_number(db: Database) -> None:
    """A day's worth of articles that say no time, or one, are all kept apart and stay within their day."""
    for number in range(150):
        published_at = "2026-05-02" if number % 2 else "2026-05-02T23:58:00+07:00"
        add_article(db, "a.vn", f"Chợ phiên {number}", published_at=published_at)
    day = date(2026, 5, 2)
    assert count(db, "chợ phiên", Filters(since=day, until=day)).articles == 150


def test_an_article_that_goes_is_found_among_what_is_gone(tmp_path: Path) -> None:
    """How an article stands is in the index as soon as it is in the archive."""
    database = make(tmp_path / "turned.db")
    key = add_article(database, "a.vn", "Chợ phiên")
    database.conn.commit()
    database.close()
    with open_archive(tmp_path / "turned.db") as archive:
        with archive.transaction():
            archive.turn(1, datetime(2026, 5, 2, tzinfo=UTC), "gone")
        assert [hit.id for hit in search(archive.db, "chợ", Filters(availability="gone"))] == [key]
        assert search(archive.db, "chợ", Filters(availability="online")) == []
        for table in (index.FOLDED, index.EXACT):
            archive.db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 0)")
