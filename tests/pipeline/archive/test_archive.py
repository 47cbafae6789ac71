from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from pipeline.archive import articles, captures, sites
from pipeline.archive.archive import open_archive
from pipeline.archive.database import Unopenable, prepare_archive, read_archive
from pipeline.archive.migrations import archive_migrations
from pipeline.config import Home
from pipeline.errors import NotAnArchive
from pipeline.ingest.ingest import ingest
from pipeline.queries.articles import article
from pipeline.search import index
from pipeline.search.search import search
from tests.support.captures import SITE, Store, capture, extraction_of, long_text, open_store
from tests.support.example_archive import add_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B = long_text("Giáp"), long_text("Ất")


@pytest.fixture
def store() -> Iterator[Store]:
    """Open an empty archive in memory."""
    with open_store() as made:
        yield made


def test_preparing_makes_and_keeps(tmp_path: Path) -> None:
    """The tables are made once, in WAL, strict and with foreign keys; preparing again changes nothing."""
    path = tmp_path / "archive.db"
    for _ in range(2):
        prepare_archive(path)
        with open_archive(path) as archive:
            assert archive.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            assert archive.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
            assert not archive_migrations.pending(archive.db)
            with pytest.raises(sqlite3.IntegrityError):
                archive.db.execute("INSERT INTO looks VALUES (1, 99, '', 200, '')")
            with pytest.raises(sqlite3.IntegrityError):
                archive.db.execute("INSERT INTO warc_files VALUES (1, 'x', 'no number')")
    schema = (
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*search_*' AND name NOT GLOB '[_s]*'"
    )
    with open_archive(path) as archive:
        assert all("STRICT" in sql for (sql,) in archive.db.execute(schema))


def test_an_archive_from_before_fields_had_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is brought up to date when it is read: its articles stand as they did, are found, their sources not recorded."""
    home = Home(tmp_path)
    with contextlib.closing(Database(home.archive)) as old:
        archive_migrations.apply(old, stop_before="m003_sources")
        monkeypatch.setattr(index, "index", lambda *_: None)
        key = add_article(old, "bao.example", "Sửa đường", A)
        old.conn.commit()
        monkeypatch.undo()
    with read_archive(home) as db:
        shown = article(db, key)
        assert [hit.id for hit in search(db, "sua duong")] == [key]
    assert shown is not None
    assert (shown.revision.title, shown.revision.sources) == ("Sửa đường", {})


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_said_to_be(tmp_path: Path, content: bytes) -> None:
    """Reading and writing both say what to do about it."""
    home = Home(tmp_path)
    home.archive.write_bytes(content)
    with pytest.raises(Unopenable, match="khobao rebuild"):
        prepare_archive(home.archive)
    with pytest.raises(Unopenable, match="khobao rebuild"), read_archive(home) as db:
        db.execute("SELECT * FROM articles").fetchall()


def test_reading_makes_nothing(tmp_path: Path) -> None:
    """Where there is no archive none is made; what is read can't be written."""
    home = Home(tmp_path)
    with pytest.raises(NotAnArchive), read_archive(home):
        pass
    assert list(tmp_path.iterdir()) == []
    prepare_archive(home.archive)
    with read_archive(home) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM articles")


def test_a_transaction_has_the_write_lock_from_its_beginning(tmp_path: Path) -> None:
    """Another writer waits instead of failing when it comes to write; a reader sees nothing until the commit."""
    home = Home(tmp_path)
    prepare_archive(home.archive)
    begun, done = threading.Event(), []

    def write_too() -> None:
        with open_archive(home.archive) as other:
            begun.set()
            with other.transaction():
                done.append(sites.upsert(other.db, SITE))

    with open_archive(home.archive) as archive:
        thread = threading.Thread(target=write_too)
        with archive.transaction():
            thread.start()
            begun.wait()
            archive.db.execute("SELECT count(*) FROM sites").fetchall()
            sites.upsert(archive.db, SITE)
            assert not done
            with read_archive(home) as db:
                assert db.execute("SELECT count(*) FROM sites").fetchone()[0] == 0
        thread.join(10)
    assert done == [1]


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


def test_which_addresses_are_known(store: Store) -> None:
    """Asked for, answered, or an article's address in any of its forms; of that site alone."""
    store.take(capture("/a.html", 0, A, declared="/muc/a.html"), capture("/x.html", 1, "", unreadable="listing"))
    base = "https://bao.example"
    urls = [
        f"{base}/a.html",
        f"{base}/muc/a.html",
        "http://www.bao.example/a.html/",
        f"{base}/x.html",
        f"{base}/b.html",
    ]
    assert captures.known_urls(store.archive.db, "bao.example", urls) == set(urls[:4])
    assert captures.known_urls(store.archive.db, "khac.example", urls) == set()
    assert captures.known_urls(store.archive.db, "bao.example", []) == set()


def test_stored_addresses_newest_first(store: Store) -> None:
    """Each article once, at its best address."""
    store.take(
        capture("/a.html", 0, A, published_at="2026-07-01"),
        capture("/b.html", 1, B, "Khác", published_at="2026-07-02"),
        capture("/muc/a.html", 2, A),
    )
    db, base = store.archive.db, "https://bao.example"
    assert articles.urls_of_site(db, "bao.example") == [f"{base}/b.html", f"{base}/a.html"]


def test_an_article_without_a_date_is_shown_by_when_it_was_seen(store: Store) -> None:
    """`shown_at` is the publication time, else the first time it was seen, in Vietnam; an older capture moves it."""
    store.take(capture("/a.html", 5, A))
    assert store.rows("SELECT shown_at FROM articles") == [("2026-07-16T08:05:00+07:00",)]
    store.take(capture("/a.html", 0, A))
    assert store.rows("SELECT shown_at FROM articles") == [("2026-07-16T08:00:00+07:00",)]
    store.take(capture("/a.html", 9, B, published_at="2026-07-15T10:00:00+07:00"))
    assert store.rows("SELECT shown_at FROM articles") == [("2026-07-15T10:00:00+07:00",)]


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
