from __future__ import annotations

import contextlib
import sqlite3

import pytest

from pipeline.archive import sites
from pipeline.ingest.ingest import ingest
from pipeline.search.search import search
from tests.support.captures import SITE, Store, capture, extraction_of, long_text

A, B = long_text("Giáp"), long_text("Ất")


def test_an_attempt_undoes_itself_alone(store: Store) -> None:
    """What one page wrote is taken back when it fails; what stood before and after it in the transaction stays."""
    with store.archive.transaction():
        sites.upsert(store.archive.db, SITE)
        with pytest.raises(KeyError), store.archive.attempt():  # noqa: PT012  what stands before the failure
            store.rows("UPDATE sites SET name = 'khác'")
            raise KeyError
        with store.archive.attempt():
            store.rows("UPDATE sites SET kind = 'agency'")
    assert store.rows("SELECT name, kind FROM sites") == [("Báo Ví Dụ", "agency")]


def test_an_attempt_that_fails_leaves_the_search_index_right(store: Store) -> None:
    """An article whose new revision is taken back is in the index once: its old words go with the next revision."""
    store.take(capture("/a.html", 0, A))
    one = capture("/a.html", 5, B)
    with store.archive.transaction(), contextlib.suppress(KeyError), store.archive.attempt():
        ingest(store.archive, SITE, one, store.place(one), extraction_of(one), store.reread)
        raise KeyError
    assert len(search(store.archive.db, "Giáp")) == 1
    store.take(capture("/a.html", 9, B))
    assert [len(search(store.archive.db, query)) for query in ("Giáp", "giap", "Ất")] == [0, 0, 1]


def test_a_full_disk_is_told_as_such(store: Store) -> None:
    """SQLite rolls back by itself when the disk is full; the error says full, and the archive goes on when there is room."""
    db = store.archive.db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"), store.archive.transaction():
        db.execute("INSERT INTO sites (domain, name, kind) VALUES ('a.example', ?, 'newspaper')", ["x" * 1_000_000])
    db.execute("PRAGMA max_page_count = 1000000")
    store.take(capture("/a.html", 0, A))
    assert store.rows("SELECT count(*) FROM articles") == [(1,)]
