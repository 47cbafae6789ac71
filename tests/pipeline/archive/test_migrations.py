"""An archive of an older version is brought up to date."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sqlite_utils import Database

from pipeline.archive.database import read_archive
from pipeline.archive.migrations import archive_migrations
from pipeline.config import Home
from pipeline.queries.articles import article
from pipeline.search import index
from pipeline.search.search import search
from tests.support.captures import long_text
from tests.support.example_archive import add_article

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


A, B = long_text("Giáp"), long_text("Ất")


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
