from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive import captures
from pipeline.ingest.ingest import ingest
from tests.support.captures import SITE, Store, capture, extraction_of, long_text, open_store
from tests.support.searches import titles

if TYPE_CHECKING:
    from pipeline.capture import Capture

A, B, C = long_text("Giáp"), long_text("Ất"), long_text("Bính")
ANOTHER = (
    "Chợ phiên họp lại ở bến sông sau hai năm vắng; bà con mang gạo nếp, măng khô, vải thổ cẩm xuống bán từ tờ mờ sáng."
)


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


# a revision is the publisher's change, never ours


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


def test_search_follows_a_revision(store: Store) -> None:
    """After an edit an article is found by its new words and no longer by its old ones, several in one go as well."""
    store.take(capture("/a.html", 0, A))
    assert titles(store.archive.db, "giap") == ["Sửa đường"]
    with store.archive.transaction():
        for one in (capture("/a.html", 5, B), capture("/a.html", 6, C, "Cầu mới")):
            ingest(store.archive, SITE, one, store.place(one), extraction_of(one), store.reread)
    assert [titles(store.archive.db, query) for query in ("giap", "Ất", "Bính")] == [[], [], ["Cầu mới"]]
    store.archive.db.execute("INSERT INTO search_folded_2(search_folded_2, rank) VALUES ('integrity-check', 0)")


def test_search_follows_a_better_reading(store: Store) -> None:
    """A line that a better extractor leaves out is not found any more."""
    text = f"{A}\n\nTin liên quan: quảng cáo bánh"
    store.take(capture("/a.html", 0, text))
    assert titles(store.archive.db, "bánh") == ["Sửa đường"]
    store.extractor = "thử-2"
    store.take(capture("/a.html", 5, text))
    assert [titles(store.archive.db, query) for query in ("bánh", "Giáp")] == [[], ["Sửa đường"]]


def test_an_event_stands_or_falls_with_what_it_announces(store: Store) -> None:
    """A transaction that fails leaves no article, no event, and nothing in the search index."""
    one = capture("/a.html", 0, A)
    with pytest.raises(KeyboardInterrupt), store.archive.transaction():  # noqa: PT012  what stands before the failure
        ingest(store.archive, SITE, one, store.place(one), extraction_of(one), store.reread)
        assert len(store.rows("SELECT 1 FROM events")) == 1
        raise KeyboardInterrupt
    assert [store.rows(f"SELECT * FROM {table}") for table in ("articles", "events", "captures")] == [[], [], []]
    assert titles(store.archive.db, "giap") == []
    assert [outcome.kind for outcome in store.take(one)] == ["new"]


def test_an_empty_answer_is_fetched_again(store: Store) -> None:
    """A page that came empty is not known, so that it is asked for again; one that is a listing is."""
    store.take(capture("/a.html", 0, "", unreadable="empty"), capture("/b.html", 1, "", unreadable="listing"))
    urls = ["https://bao.example/a.html", "https://bao.example/b.html"]
    assert captures.known_urls(store.archive.db, "bao.example", urls) == {urls[1]}
