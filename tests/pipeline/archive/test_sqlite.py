"""How SQLite files are opened and written."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from pipeline.archive import sites
from pipeline.archive.archive import open_archive
from pipeline.archive.database import prepare_archive, read_archive
from pipeline.archive.sqlite import connect, immediate_transaction, open_read_only
from pipeline.config import Home
from tests.support.captures import SITE, long_text

if TYPE_CHECKING:
    from pathlib import Path


A, B = long_text("Giáp"), long_text("Ất")


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


def test_a_file_that_is_only_read_is_neither_made_nor_written(tmp_path: Path) -> None:
    """Any name will do, also one that is no plain part of a URI."""
    path = tmp_path / "a#b?c.db"
    with pytest.raises(sqlite3.OperationalError, match="unable to open"), open_read_only(path):
        pass
    assert not path.exists()
    connect(path).close()
    with open_read_only(path) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("CREATE TABLE words (word)")


def test_an_immediate_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """What is raised within comes out, and what was written within is gone."""
    db = connect(tmp_path / "x.db")
    with immediate_transaction(db):
        db.table("words").insert({"word": "một"})
    with pytest.raises(KeyError), immediate_transaction(db):  # noqa: PT012  what stands before the failure
        db.table("words").insert({"word": "hai"})
        raise KeyError
    assert [row["word"] for row in db.table("words").rows] == ["một"]
    db.close()
