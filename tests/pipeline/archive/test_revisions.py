"""Revisions: their order, and what becomes of a reading that is replaced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.archive import revisions
from pipeline.ids import ArticleId
from pipeline.revision import ExtractedRevision
from tests.support.captures import capture, long_text, read

if TYPE_CHECKING:
    from tests.support.captures import Store

A, B, C = long_text("Giáp"), long_text("Ất"), long_text("Bính")


def test_a_revision_that_is_found_late_moves_later_ones_up(store: Store) -> None:
    """Numbers follow the order of time, and the article goes on showing the last."""
    store.take(capture("/a.html", 0, A), capture("/a.html", 9, C), capture("/a.html", 5, B))
    history = revisions.of_article(store.archive.db, ArticleId(1))
    assert [(revision.number, revision.seen_at[14:16]) for revision in history] == [(1, "00"), (2, "05"), (3, "09")]
    assert [text for _, text in revisions.texts(store.archive.db, ArticleId(1))] == [A, B, C]
    assert store.rows("SELECT revision_id, revisions, edited FROM articles") == [(history[-1].id, 3, 1)]


def test_a_replaced_reading_stays_on_record(store: Store) -> None:
    """The row has the new text and the table readings the whole old row, with who read it and when that ended."""
    page = capture("/a.html", 0, A)
    store.take(page)
    (revision,) = revisions.of_article(store.archive.db, ArticleId(1))
    article = read(capture("/a.html", 0, B), "thử-2")
    extracted = ExtractedRevision.of(article, revision.seen_at)
    with store.archive.transaction():
        revisions.replace_reading(store.archive, revision, extracted, replaced_at="2026-07-17T00:00:00Z")
    assert revisions.texts(store.archive.db, ArticleId(1)) == [("Sửa đường", B)]
    ((extractor, replaced_at, reading),) = store.rows("SELECT extractor, replaced_at, reading FROM readings")
    assert (extractor, replaced_at, json.loads(reading)["text"]) == ("thử-1", "2026-07-17T00:00:00Z", A)


def test_a_text_is_seen_at_its_earliest_moment(store: Store) -> None:
    """A later moment than is known changes nothing."""
    store.take(capture("/a.html", 5, A))
    for moment in ("2026-07-16T01:09:00Z", "2026-07-16T01:02:00Z"):
        (revision,) = revisions.of_article(store.archive.db, ArticleId(1))
        with store.archive.transaction():
            revisions.set_seen_at(store.archive, revision, moment)
    assert store.rows("SELECT seen_at FROM revisions") == [("2026-07-16T01:02:00Z",)]
