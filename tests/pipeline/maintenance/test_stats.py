from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.archive import captures, sites
from pipeline.archive.archive import open_archive
from pipeline.archive.database import prepare_archive, read_archive
from pipeline.capture import RecordLocation
from pipeline.clock import now
from pipeline.config import Home
from pipeline.maintenance.stats import WEEK, Stats, stats
from tests.support.captures import SITE, page

if TYPE_CHECKING:
    from pathlib import Path

import attrs


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make an empty archive."""
    made = Home(tmp_path)
    made.prepare()
    prepare_archive(made.archive)
    return made


def counted(home: Home) -> Stats:
    """Return a home's numbers."""
    with read_archive(home) as db:
        return stats(db, home)


def capture_days_ago(home: Home, *days: float, length: int = 1000) -> None:
    """Add capture rows of that many compressed bytes."""
    with open_archive(home.archive) as archive, archive.transaction():
        site = sites.upsert(archive.db, SITE)
        for number, ago in enumerate(days):
            place = RecordLocation(f"articles-{number}-{ago}.warc.gz", 0, length, "x")
            captures.add(archive.db, site, attrs.evolve(page("/a", 0), captured_at=now() - timedelta(days=ago)), place)


def test_an_empty_archive(home: Home) -> None:
    """Nothing grows, so nobody knows when the disk is full."""
    numbers = counted(home)
    assert (numbers.articles, numbers.bytes_a_day, numbers.days_until_full) == (0, 0, None)
    assert numbers.database_bytes >= home.archive.stat().st_size


def test_growth_is_that_of_the_last_week(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes captured in seven days, and the database's share of them, a day; free space lasts that long."""
    capture_days_ago(home, 1, 2, 30, 40, length=70_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(0, 0, 10**9))  # type: ignore[attr-defined]
    numbers = counted(home)
    expected = (2 * 70_000 + numbers.database_bytes * 2 / 4) / WEEK
    assert numbers.bytes_a_day == pytest.approx(expected, abs=1)
    assert numbers.days_until_full == round(10**9 / numbers.bytes_a_day)


def test_a_young_archive_is_not_averaged_over_a_week(home: Home) -> None:
    """Two days of captures are two days' growth; less than a day counts as one."""
    capture_days_ago(home, 2, 1)
    numbers = counted(home)
    assert numbers.bytes_a_day == pytest.approx((2000 + numbers.database_bytes) / 2, rel=0.01)
    shutil.rmtree(home.folder)
    home.prepare()
    prepare_archive(home.archive)
    capture_days_ago(home, 0.1)
    assert counted(home).bytes_a_day == pytest.approx(1000 + counted(home).database_bytes, rel=0.01)


def test_bytes_are_those_on_the_disk(home: Home) -> None:
    """All of warc/, torn ends too; a warc/ that was moved away is no fault."""
    (home.warc / "torn").mkdir()
    (home.warc / "torn" / "x").write_bytes(bytes(11))
    (home.warc / "a.warc.gz").write_bytes(bytes(5))
    assert counted(home).warc_bytes == 16
    shutil.rmtree(home.warc)
    assert counted(home).warc_bytes == 0
