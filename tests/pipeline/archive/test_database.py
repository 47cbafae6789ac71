"""archive.db made, opened, and refused."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from pipeline.archive.archive import open_archive
from pipeline.archive.database import Unopenable, prepare_archive, read_archive
from pipeline.archive.migrations import archive_migrations
from pipeline.config import Home
from pipeline.errors import NotAnArchive
from tests.support.captures import long_text

if TYPE_CHECKING:
    from pathlib import Path


A, B = long_text("Giáp"), long_text("Ất")


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
