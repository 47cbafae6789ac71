"""What a process that ended left undone is made good by the next."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog

from pipeline.archive.database import read_archive
from pipeline.config import Home
from pipeline.errors import BadFile
from pipeline.ingest.recovery import recover
from pipeline.ingest.warc_import import copy_by_digest, ingest_file
from pipeline.warc import WarcWriter
from tests.support.captures import exported_titles, page, write_warc
from tests.support.deadly_page import deadly_home, outcomes, start

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.config import Home
    from pipeline.ingest.intake import Intake


@pytest.fixture
def pages(tmp_path: Path) -> Home:
    """A home in whose WARC lie five pages without rows, one of them deadly."""
    return deadly_home(tmp_path)


def test_a_page_that_ends_each_process_is_set_aside(pages: Home) -> None:
    """After some starts, with its reason; the others are taken in, and the next start knows nothing of it."""
    statuses = [start(pages, "deadly")]
    while statuses[-1]:
        statuses.append(start(pages, "deadly"))
    assert 3 <= len(statuses) <= 6
    assert statuses[:-1] == [9] * (len(statuses) - 1)
    made = outcomes(pages)
    assert [made[f"{n}.html"][0] for n in (0, 1, 3, 4)] == ["new"] * 4
    assert made["2.html"][0] == "failed"
    assert "ended the process that read it, 3 times" in (made["2.html"][1] or "")
    with read_archive(pages) as db:
        assert db.execute("SELECT count(*) FROM attempts").fetchone()[0] == 0
    assert start(pages, "deadly") == 0


def test_one_bad_start_is_no_reason_to_be_slow(pages: Home) -> None:
    """A process that is killed once while it takes pages in: the next takes all of them in."""
    assert start(pages, "deadly") == 9
    assert start(pages, "harmless") == 0
    assert {outcome for outcome, _ in outcomes(pages).values()} == {"new"}


def test_what_was_not_stored_is_taken_in_later(home: Home, intake: Intake) -> None:
    """Captures written after the last row are found again, and a torn end is moved aside."""
    writer = WarcWriter(home.warc, "articles")
    for n in range(3):
        writer.append(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày"))
    writer.sync()
    assert ingest_file(intake, writer.path)["new"] == 3
    for n in range(3, 6):
        last = writer.append(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày"))
    writer.close()
    with writer.path.open("r+b") as file:
        file.truncate(last.end - 5)
    assert recover(intake)["new"] == 2
    assert len(exported_titles(home)) == 5
    assert len(list((home.warc / "torn").iterdir())) == 1
    assert recover(intake) == Counter()


def test_a_torn_file_of_sources_is_mended(home: Home, intake: Intake) -> None:
    """It went wrong: a process killed while it kept a feed left half a record for the next one to write behind."""
    writer = WarcWriter(home.warc, "sources")
    writer.append(page("/rss", 0))
    good = writer.append(page("/rss", 1)).end
    writer.close()
    with writer.path.open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: resp")[:30])
    recover(intake)
    assert writer.path.stat().st_size == good


def test_a_broken_import_does_not_stop_the_crawler(home: Home, intake: Intake, tmp_path: Path) -> None:
    """What can be read is taken in and the fault is told; later starts go on without it.

    It went wrong: after the import of a download that had broken off, no crawl process could start any more.
    """
    path = write_warc(tmp_path, *(page(f"/bai-{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(3)))
    path.write_bytes(path.read_bytes()[:-300])
    copy = copy_by_digest(home.warc, path)
    with pytest.raises(BadFile):
        ingest_file(intake, copy)
    assert len(exported_titles(home)) == 2
    write_warc(home.warc, page("/moi.html", 9, "Bài báo mới nhất"))
    with structlog.testing.capture_logs() as logs:
        assert recover(intake)["new"] == 1
    assert [line["event"] for line in logs] == ["WARC file is broken"]
