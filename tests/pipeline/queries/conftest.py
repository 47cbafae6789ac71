"""An archive that a test of the queries writes into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.example_archive import make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Give an archive to write into."""
    database = make(tmp_path / "archive.db")
    yield database
    database.close()
