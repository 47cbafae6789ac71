from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config import Home
from pipeline.ingest.intake import open_intake
from pipeline.ingest.warc_import import ingest_file
from pipeline.watches.watch import Watch, save_watch
from tests.support.captures import page, write_warc

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="home")
def home_with_captures(tmp_path: Path) -> Home:
    """Make a home with a sealed file of three captures and an open one of two."""
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    save_watch(made.watches_folder / "dat.toml", Watch("dat", "đất"))
    with open_intake(made) as intake:
        for first, last, seal in ((0, 3, True), (3, 5, False)):
            captures = [page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(first, last)]
            ingest_file(intake, write_warc(made.warc, *captures, seal=seal))
    return made
