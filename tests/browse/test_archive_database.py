from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from datasette.app import Datasette

from browse.archive_database import ArchiveDatabase, is_complete, replace
from browse.view import ARCHIVE
from tests.support.example_archive import add_article, make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of one article in a folder whose name is syntax in a URI."""
    folder = tmp_path / "home #1?"
    folder.mkdir()
    db = make(folder / "archive.db")
    add_article(db, "a.vn", "Cầu mới")
    db.close()
    return folder / "archive.db"


def test_connections_can_not_write(path: Path) -> None:
    """Neither by a statement nor by asking for a connection that may."""
    database = ArchiveDatabase(Datasette([]), path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.connect().execute("DELETE FROM articles")
    with pytest.raises(ValueError, match="only read"):
        database.connect(write=True)
    database.close()


def test_an_archive_is_complete_once_its_index_is_there(path: Path, tmp_path: Path) -> None:
    """A file without tables, a damaged one and none at all are not."""
    assert is_complete(path)
    (tmp_path / "empty.db").touch()
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    for name in ("empty.db", "damaged.db", "nowhere.db"):
        assert not is_complete(tmp_path / name)


def test_another_archive_takes_the_place_of_the_first(path: Path) -> None:
    """Threads that hold connections to the old file are let go; without a file there is no database."""
    datasette = Datasette([])
    replace(datasette, path)
    threads = datasette.executor
    replace(datasette, path)
    assert datasette.get_database(ARCHIVE).path == path
    assert datasette.executor is not threads
    replace(datasette, None)
    assert ARCHIVE not in datasette.databases
