"""Which errors are the disk's."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

import pytest

from pipeline.archive.sqlite import connect
from pipeline.archive.storage_errors import check_integrity, is_corruption, is_storage_error, rename_damaged

if TYPE_CHECKING:
    from pathlib import Path


def sqlite_error(code: int) -> sqlite3.Error:
    """An error as SQLite raises it, with an extended code."""
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "of_storage", "of_corruption"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), True, False),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), True, False),
        (sqlite_error(sqlite3.SQLITE_NOTADB), True, True),
        (sqlite_error(sqlite3.SQLITE_BUSY), False, False),
        (OSError(errno.ENOSPC, "x"), True, False),
        (OSError(errno.ENOENT, "x"), False, False),
        (ValueError("x"), False, False),
        (None, False, False),
    ],
)
def test_an_error_of_the_disk_is_told_from_others(
    error: BaseException | None,
    of_storage: bool,  # noqa: FBT001
    of_corruption: bool,  # noqa: FBT001
) -> None:
    """By its code; extended codes count as what they extend."""
    assert is_storage_error(error) is of_storage
    assert is_corruption(error) is of_corruption


def test_a_damaged_file_is_found_and_moved_aside(tmp_path: Path) -> None:
    """A page of zeros in the middle is met by reading the whole file; afterwards the name is free."""
    path = tmp_path / "x.db"
    db = connect(path)
    db.table("words").insert_all({"word": f"từ {number} " * 50} for number in range(200))
    check_integrity(db)
    db.close()
    content = bytearray(path.read_bytes())
    content[8192:12288] = bytes(4096)
    path.write_bytes(content)
    db = connect(path)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        check_integrity(db)
    db.close()
    assert is_corruption(caught.value)
    rename_damaged(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.db.damaged"]
