from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive import captures
from pipeline.article import Article
from pipeline.ingest.compare import is_unchanged
from pipeline.ingest.identify import is_section
from pipeline.ingest.ingest import ingest
from pipeline.search.search import search
from pipeline.urls import article_key
from tests.support.captures import SITE, Store, capture, extraction_of, long_text, open_store, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.capture import Capture

A, B, C = long_text("Giáp"), long_text("Ất"), long_text("Bính")
ANOTHER = (
    "Chợ phiên họp lại ở bến sông sau hai năm vắng; bà con mang gạo nếp, măng khô, vải thổ cẩm xuống bán từ tờ mờ sáng."
)


@pytest.fixture
def store() -> Iterator[Store]:
    """Open an empty archive."""
    with open_store() as made:
        yield made


def same(store: Store, one: Capture) -> bool:
    """Tell whether a further capture of the first article says what stands there."""
    article = read(one, store.extractor)
    assert isinstance(article, Article)
    return is_unchanged(store.archive, 1, one, article, store.reread)


# new, unchanged, revised


def test_a_new_article(store: Store) -> None:
    """A page never seen becomes an article, a revision, an address, a capture row and an event."""
    (outcome,) = store.take(capture("/a.html", 0, A, published_at="2026-07-16"))
    assert outcome.kind == "new"
    assert store.rows("SELECT url, title, published_at, shown_at, revisions, edited FROM articles") == [
        ("https://bao.example/a.html", "Sửa đường", "2026-07-16", "2026-07-16", 1, 0)
    ]
    assert store.rows("SELECT number, text, sapo, extractor, seen_at FROM revisions") == [
        (1, A, A, "thử-1", "2026-07-16T01:00:00Z")
    ]
    assert store.rows("SELECT outcome, via, article_id FROM captures") == [
        ("new", "https://bao.example/rss", outcome.article_id)
    ]
    ((kind, at, site, data),) = store.rows("SELECT kind, at, site, data FROM events")
    assert (kind, at, site) == ("article.new", "2026-07-16T01:00:00Z", "bao.example")
    assert json.loads(data) == {"url": "https://bao.example/a.html", "title": "Sửa đường", "revision": 1}


def test_an_unchanged_text_makes_no_revision(store: Store) -> None:
    """The same text again moves `last_seen_at` and nothing else, whatever its white space."""
    again = capture("/a.html", 5, "  ".join(A.split(" ")))
    kinds = [outcome.kind for outcome in store.take(capture("/a.html", 0, A), again)]
    assert kinds == ["new", "unchanged"]
    assert store.rows("SELECT revisions, edited, first_seen_at, last_seen_at FROM articles") == [
        (1, 0, "2026-07-16T01:00:00Z", "2026-07-16T01:05:00Z")
    ]
    assert len(store.rows("SELECT 1 FROM events")) == 1


def test_a_changed_text_or_title_is_a_revision(store: Store) -> None:
    """Each change is a revision with an event; the older ones stay, word for word."""
    kinds = [
        outcome.kind
        for outcome in store.take(
            capture("/a.html", 0, A), capture("/a.html", 5, B), capture("/a.html", 9, B, "Đường đã sửa")
        )
    ]
    assert kinds == ["new", "revised", "revised"]
    assert store.rows("SELECT number, title, text FROM revisions ORDER BY number") == [
        (1, "Sửa đường", A),
        (2, "Sửa đường", B),
        (3, "Đường đã sửa", B),
    ]
    assert store.rows("SELECT title, revisions, edited FROM articles") == [("Đường đã sửa", 3, 1)]
    assert [json.loads(data)["revision"] for (data,) in store.rows("SELECT data FROM events ORDER BY id")] == [1, 2, 3]


def test_a_way_back_to_an_older_text_is_a_revision(store: Store) -> None:
    """A text that is taken back stands a second time."""
    store.take(capture("/a.html", 0, A), capture("/a.html", 5, B), capture("/a.html", 9, A))
    assert store.texts == ["Giáp", "Ất", "Giáp"]


def test_taking_a_capture_in_again_changes_nothing(store: Store) -> None:
    """A capture that has its row is known, and is not even looked at."""
    captures = [capture("/a.html", 0, A), capture("/a.html", 5, B), capture("/b.html", 6, "", unreadable="listing")]
    store.take(*captures)
    before = list(store.archive.db.conn.iterdump())
    assert [outcome.kind for outcome in store.take(*captures)] == ["known"] * 3
    assert list(store.archive.db.conn.iterdump()) == before


@pytest.mark.parametrize("kind", ["listing", "empty", "not-html", "failed"])
def test_a_page_without_an_article(store: Store, kind: str) -> None:
    """It is a capture with its outcome and reason, and no article."""
    (outcome,) = store.take(capture("/a.html", 0, "", unreadable=kind))
    assert (outcome.kind, outcome.article_id) == (kind, None)
    assert store.rows("SELECT outcome, error FROM captures") == [(kind, f"https://bao.example/a.html: {kind}")]
    assert store.rows("SELECT * FROM articles") == []


# one article, several addresses


def test_the_same_text_at_a_second_url_is_one_article(store: Store) -> None:
    """Two addresses of a site with one text are one article with two URLs; the shorter one is its own."""
    store.take(capture("/muc/a-dai-hon.html", 0, A), capture("/a.html", 5, A))
    assert store.rows("SELECT url, revisions FROM articles") == [("https://bao.example/a.html", 1)]
    assert len(store.rows("SELECT 1 FROM addresses")) == 2
    assert len(store.rows("SELECT 1 FROM events")) == 1


def test_a_short_text_makes_no_twins(store: Store) -> None:
    """The one line of two video pages may be the same; they are two articles."""
    store.take(capture("/a.html", 0, "Mời xem phim."), capture("/b.html", 5, "Mời xem phim."))
    assert len(store.rows("SELECT 1 FROM articles")) == 2


def test_the_declared_address_is_the_articles_own(store: Store) -> None:
    """What a page names as canonical is its address, though another was fetched and is shorter."""
    store.take(capture("/a", 0, A, declared="/muc/bai-viet-a.html"))
    assert store.rows("SELECT url FROM articles") == [("https://bao.example/muc/bai-viet-a.html",)]
    assert store.rows("SELECT url, declared FROM addresses ORDER BY declared") == [
        ("https://bao.example/a", 0),
        ("https://bao.example/muc/bai-viet-a.html", 1),
    ]


def test_a_declared_home_page_or_foreign_site_is_not_believed(store: Store) -> None:
    """Some systems name the home page, or the agency's page, on every article."""
    foreign = capture("/b.html", 5, B)
    foreign = attrs.evolve(foreign, body=foreign.body.replace(b'"declared": null', b'"declared": ".evil.example/b"'))
    store.take(capture("/a.html", 0, A, declared="/"), foreign)
    assert store.rows("SELECT url FROM addresses ORDER BY url") == [
        ("https://bao.example/a.html",),
        ("https://bao.example/b.html",),
    ]


def test_a_declared_address_without_the_number_that_tells_pages_apart_is_not_believed(store: Store) -> None:
    """It went wrong: the first article got the address of all, and its next look found what stands there."""
    store.take(*(capture(f"/xem.php?id={n}", n, text, declared="/xem.php") for n, text in enumerate((A, B), 10)))
    assert store.rows("SELECT url FROM articles") == [
        ("https://bao.example/xem.php?id=10",),
        ("https://bao.example/xem.php?id=11",),
    ]


def test_one_declared_address_for_all_pages_does_not_make_them_one(store: Store) -> None:
    """The second page that names an address which has another text counts under its own."""
    store.take(*(capture(f"/{n}.html", n, text, declared="/tin-tuc.html") for n, text in enumerate((A, B, C))))
    assert [number for (number,) in store.rows("SELECT revisions FROM articles")] == [1, 1, 1]
    assert store.texts == ["Giáp", "Ất", "Bính"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_an_address_declared_in_error_goes_back_to_its_article(store: Store, order: tuple[int, ...]) -> None:
    """An article that names another one's address has it until that one is seen there; then each has its own."""
    captures = [
        capture("/a.html", 0, A, "Sửa đường", declared="/b.html"),
        capture("/b.html", 1, ANOTHER, "Chợ phiên", declared="/b.html"),
        capture("/a.html", 2, B, "Sửa đường", declared="/b.html"),
        capture("/b.html", 3, f"{ANOTHER}\n\nHọp mỗi tuần.", "Chợ họp", declared="/b.html"),
    ]
    store.take(*(captures[place] for place in order))
    assert sorted(store.rows("SELECT url, key, title, revisions, edited FROM articles")) == [
        ("https://bao.example/a.html", article_key("bao.example", "https://bao.example/a.html"), "Sửa đường", 2, 1),
        ("https://bao.example/b.html", article_key("bao.example", "https://bao.example/b.html"), "Chợ họp", 2, 1),
    ]
    assert store.rows("SELECT count(*) FROM addresses") == [(2,)]
    told = store.rows("SELECT articles.url, kind FROM events JOIN articles ON articles.key = article")
    assert sorted(told) == [
        ("https://bao.example/a.html", "article.new"),
        ("https://bao.example/a.html", "article.revised"),
        ("https://bao.example/b.html", "article.new"),
        ("https://bao.example/b.html", "article.revised"),
    ]


def test_an_article_that_was_edited_before_it_was_seen_at_its_address_keeps_it(store: Store) -> None:
    """With another title and a longer text it is the same article."""
    longer = f"{long_text('Giáp')}\n\n{long_text('thêm', 'nữa')}"
    store.take(capture("/a.html", 0, A, declared="/b.html"), capture("/b.html", 1, longer, "Sửa xong"))
    assert store.rows("SELECT url, title, revisions FROM articles") == [("https://bao.example/b.html", "Sửa xong", 2)]


def test_a_copy_that_lags_behind_is_no_way_back(store: Store) -> None:
    """A second address that still shows an older text makes no revision; one that shows a text never seen does."""
    main, copy = "/a.html", "/in/a-ban-in.html"
    store.take(capture(main, 0, A), capture(copy, 1, A), capture(main, 5, B), capture(copy, 9, A))
    assert store.texts == ["Giáp", "Ất"]
    assert store.rows("SELECT count(DISTINCT article_id), max(last_seen_at) FROM captures, articles") == [
        (1, "2026-07-16T01:09:00Z")
    ]
    store.take(capture(copy, 12, C))
    assert store.texts == ["Giáp", "Ất", "Bính"]


def test_a_copy_first_seen_after_an_edit_is_known_by_the_older_text(store: Store) -> None:
    """A second address with a text that the article once had is the same article."""
    store.take(capture("/a.html", 0, A), capture("/a.html", 5, B), capture("/in/a-ban-in.html", 9, A))
    assert store.texts == ["Giáp", "Ất"]


# a revision is the publisher's change, never ours


def test_a_better_extractor_makes_no_edit(store: Store) -> None:
    """The same page read by another extractor is no revision; its new reading stands, the old one is on record."""
    text = f"{A}\n\nTin liên quan: xem thêm"
    store.take(capture("/a.html", 0, text))
    store.extractor = "thử-2"
    assert [outcome.kind for outcome in store.take(capture("/a.html", 5, text))] == ["unchanged"]
    assert store.rows("SELECT number, text, extractor, seen_at FROM revisions") == [
        (1, A, "thử-2", "2026-07-16T01:00:00Z")
    ]
    ((replaced_at, extractor, reading),) = store.rows("SELECT replaced_at, extractor, reading FROM readings")
    assert (replaced_at, extractor, json.loads(reading)["text"]) == ("2026-07-16T01:05:00Z", "thử-1", text)
    assert len(store.rows("SELECT 1 FROM events")) == 1
    assert store.rows("SELECT edited FROM articles") == [(0,)]


def test_a_true_edit_is_seen_though_the_extractor_changed(store: Store) -> None:
    """The publisher's change between two extractors is one revision, and only the publisher's words differ in it."""
    store.take(capture("/a.html", 0, f"{A}\n\nTin liên quan: xem thêm"))
    store.extractor = "thử-2"
    assert [o.kind for o in store.take(capture("/a.html", 5, f"{B}\n\nTin liên quan: xem thêm"))] == ["revised"]
    assert store.rows("SELECT number, text, extractor FROM revisions ORDER BY number") == [
        (1, A, "thử-2"),
        (2, B, "thử-2"),
    ]
    assert len(store.rows("SELECT 1 FROM readings")) == 1


def test_a_better_extractor_makes_no_edit_of_an_older_capture(store: Store) -> None:
    """Also a capture that is older than the standing one is compared as read by the same extractor."""
    text = f"{A}\n\nTin liên quan: xem thêm"
    store.take(capture("/a.html", 5, text))
    store.extractor = "thử-2"
    assert [outcome.kind for outcome in store.take(capture("/a.html", 0, text))] == ["unchanged"]
    assert store.rows("SELECT number, text, seen_at FROM revisions") == [(1, A, "2026-07-16T01:00:00Z")]


def test_a_better_extractor_parts_no_copy_from_its_article(store: Store) -> None:
    """A copy that declares its article's address is still of it when another extractor has read that one."""
    text = f"{A}\n\nTin liên quan: xem thêm"
    store.take(capture("/a.html", 0, text), capture("/a.html", 2, f"{B}\n\nTin liên quan: xem thêm"))
    store.extractor = "thử-2"
    store.take(capture("/in/a.html", 5, text, declared="/a.html"))
    assert len(store.rows("SELECT 1 FROM articles")) == 1
    assert store.texts == ["Giáp", "Ất"]


def test_a_further_look_by_a_better_extractor_is_no_edit(store: Store) -> None:
    """A look compares by the same extractor, too."""
    text = f"{A}\n\nTin liên quan: xem thêm"
    store.take(capture("/a.html", 0, text))
    store.extractor = "thử-2"
    assert same(store, capture("/a.html", 5, text))
    assert not same(store, capture("/a.html", 6, B))


# any order


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Capture], list[Capture]]:
    """Draw captures of three articles in their order, and in another: one edited, one copied, one copied and declared."""
    minutes = iter(draw(st.permutations(range(14))))
    edits = draw(st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=6))
    captures = [capture("/a.html", next(minutes), text) for text in edits]
    copied = long_text("Đinh")
    paths = draw(st.lists(st.sampled_from(["/d.html", "/e/d.html", "/e/d"]), max_size=4))
    captures += [capture(path, next(minutes), copied, "Ba nơi") for path in paths]
    paths = draw(st.lists(st.sampled_from(["/bai/m.html", "/m", "/in/m"]), max_size=4))
    captures += [capture(path, next(minutes), long_text("Mậu"), "Khai", declared="/bai/m.html") for path in paths]
    captures.sort(key=lambda one: one.captured_at)
    return captures, draw(st.permutations(captures))


@settings(max_examples=150, deadline=None)
@given(histories())
def test_any_order_of_captures_tells_the_same_story(history: tuple[list[Capture], list[Capture]]) -> None:
    """Articles, addresses, revisions and their captures depend on the captures alone, not on the order they come in."""
    in_order, in_any_order = history
    with open_store() as first, open_store() as second:
        first.take(*in_order)
        second.take(*in_any_order)
        assert second.story() == first.story()


def test_a_capture_between_two_alike_parts_them(store: Store) -> None:
    """It went wrong: a colleague's WARC with the edit in between was taken for the last word."""
    store.take(capture("/a.html", 0, A), capture("/a.html", 9, A), capture("/a.html", 5, B))
    assert store.texts == ["Giáp", "Ất", "Giáp"]
    assert store.rows("SELECT seen_at FROM revisions ORDER BY number") == [
        (f"2026-07-16T01:0{minute}:00Z",) for minute in (0, 5, 9)
    ]
    assert search_titles(store, "Giáp") == ["Sửa đường"]


# the search index, and what stands in one transaction


def search_titles(store: Store, query: str) -> list[str]:
    """Return the titles that a query finds."""
    return [hit.title for hit in search(store.archive.db, query)]


def test_search_follows_a_revision(store: Store) -> None:
    """After an edit an article is found by its new words and no longer by its old ones, several in one go as well."""
    store.take(capture("/a.html", 0, A))
    assert search_titles(store, "giap") == ["Sửa đường"]
    with store.archive.transaction():
        for one in (capture("/a.html", 5, B), capture("/a.html", 6, C, "Cầu mới")):
            ingest(store.archive, SITE, one, store.place(one), extraction_of(one), store.reread)
    assert [search_titles(store, query) for query in ("giap", "Ất", "Bính")] == [[], [], ["Cầu mới"]]
    store.archive.db.execute("INSERT INTO search_folded_2(search_folded_2, rank) VALUES ('integrity-check', 0)")


def test_search_follows_a_better_reading(store: Store) -> None:
    """A line that a better extractor leaves out is not found any more."""
    text = f"{A}\n\nTin liên quan: quảng cáo bánh"
    store.take(capture("/a.html", 0, text))
    assert search_titles(store, "bánh") == ["Sửa đường"]
    store.extractor = "thử-2"
    store.take(capture("/a.html", 5, text))
    assert [search_titles(store, query) for query in ("bánh", "Giáp")] == [[], ["Sửa đường"]]


def test_an_event_stands_or_falls_with_what_it_announces(store: Store) -> None:
    """A transaction that fails leaves no article, no event, and nothing in the search index."""
    one = capture("/a.html", 0, A)
    with pytest.raises(KeyboardInterrupt), store.archive.transaction():  # noqa: PT012  what stands before the failure
        ingest(store.archive, SITE, one, store.place(one), extraction_of(one), store.reread)
        assert len(store.rows("SELECT 1 FROM events")) == 1
        raise KeyboardInterrupt
    assert [store.rows(f"SELECT * FROM {table}") for table in ("articles", "events", "captures")] == [[], [], []]
    assert search_titles(store, "giap") == []
    assert [outcome.kind for outcome in store.take(one)] == ["new"]


@pytest.mark.parametrize(
    ("declared", "url", "is_one"),
    [
        ("https://bao.example/", "https://bao.example/tin/bai-1.html", True),
        ("https://bao.example/tin.html", "https://bao.example/tin/bai-1.html", True),
        ("https://bao.example/web/guest/thoi-su", "https://bao.example/web/guest/thoi-su/-/x/content/bai-1", True),
        (
            "https://bao.example/mot-bai-bao-co-ten-dai-10300",
            "https://bao.example/mot-bai-bao-co-ten-dai-10300/amp",
            False,
        ),
        ("https://bao.example/tin/bai-viet-77.html", "https://bao.example/tin/chi-tiet?id=77", False),
    ],
)
def test_a_section_is_no_articles_address(declared: str, url: str, is_one: bool) -> None:  # noqa: FBT001
    """The home page or the article's section, declared as canonical by some systems, is told from a real address."""
    assert is_section(declared, url) is is_one


def test_an_empty_answer_is_fetched_again(store: Store) -> None:
    """A page that came empty is not known, so that it is asked for again; one that is a listing is."""
    store.take(capture("/a.html", 0, "", unreadable="empty"), capture("/b.html", 1, "", unreadable="listing"))
    urls = ["https://bao.example/a.html", "https://bao.example/b.html"]
    assert captures.known_urls(store.archive.db, "bao.example", urls) == {urls[1]}
