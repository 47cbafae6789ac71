"""What publishers did to articles afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.archive import articles, turns
from pipeline.event import EVENTS
from pipeline.queries.edits import CHANGES, recent_edits
from tests.support.captures import SITE, capture, long_text, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.captures import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """Give an archive of four articles, two of them edited."""
    with open_store() as made:
        for number in range(4):
            made.take(capture(f"/{number}.html", number, long_text(str(number)), f"Bài {number}"))
        for number, minute in ((1, 60), (3, 70)):
            made.take(capture(f"/{number}.html", minute, long_text(f"{number} khác hẳn"), f"Bài {number}"))
        yield made


def changes(store: Store, limit: int = 8) -> list[tuple[str, str]]:
    """Return title and change of each."""
    return [(one.title, one.change) for one in recent_edits(store.archive.db, limit)]


def test_the_last_comes_first_and_each_once(store: Store) -> None:
    """An article that was edited, and then taken down, is one that was taken down."""
    assert changes(store) == [("Bài 3", "edited"), ("Bài 1", "edited")]
    article_id = articles.at_address(store.archive.db, SITE, ["https://bao.example/1.html"])
    assert article_id is not None
    with store.archive.transaction():
        turns.add(store.archive, article_id, capture("/1.html", 90, "").captured_at, "gone", None)
    assert changes(store) == [("Bài 1", "gone"), ("Bài 3", "edited")]
    assert changes(store, 1) == [("Bài 1", "gone")]
    assert recent_edits(store.archive.db)[0].seen_at == "2026-07-16T09:30:00+07:00"


def test_an_index_finds_them(store: Store) -> None:
    """Among however many new articles."""
    plan = store.rows(
        "EXPLAIN QUERY PLAN SELECT id, at, kind, article FROM events"
        " WHERE kind IN ('article.revised', 'article.gone', 'article.moved', 'article.returned')"
        " ORDER BY id DESC LIMIT 8"
    )
    assert any("events_of_changes" in row[-1] for row in plan)


def test_the_index_of_changes_is_about_the_same_kinds(store: Store) -> None:
    """Its predicate names kinds of the one list of events, those that count as edits and no others."""
    ((sql,),) = store.rows("SELECT sql FROM sqlite_master WHERE name = 'events_of_changes'")
    assert set(re.findall(r"'([a-z.]+)'", sql)) == CHANGES.keys()
    assert CHANGES.keys() <= EVENTS.keys()
