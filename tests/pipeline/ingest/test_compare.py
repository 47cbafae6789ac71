"""Whether a text is a revision, a text the article has already, or another reading of one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.article import Article
from pipeline.ingest.compare import is_unchanged
from tests.support.captures import Store, capture, long_text, read
from tests.support.searches import titles

if TYPE_CHECKING:
    from pipeline.capture import Capture


A, B, C = long_text("Giáp"), long_text("Ất"), long_text("Bính")
ANOTHER = (
    "Chợ phiên họp lại ở bến sông sau hai năm vắng; bà con mang gạo nếp, măng khô, vải thổ cẩm xuống bán từ tờ mờ sáng."
)


def same(store: Store, one: Capture) -> bool:
    """Tell whether a further capture of the first article says what stands there."""
    article = read(one, store.extractor)
    assert isinstance(article, Article)
    return is_unchanged(store.archive, 1, one, article, store.reread)


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


def test_a_capture_between_two_alike_parts_them(store: Store) -> None:
    """It went wrong: a colleague's WARC with the edit in between was taken for the last word."""
    store.take(capture("/a.html", 0, A), capture("/a.html", 9, A), capture("/a.html", 5, B))
    assert store.texts == ["Giáp", "Ất", "Giáp"]
    assert store.rows("SELECT seen_at FROM revisions ORDER BY number") == [
        (f"2026-07-16T01:0{minute}:00Z",) for minute in (0, 5, 9)
    ]
    assert titles(store.archive.db, "Giáp") == ["Sửa đường"]
