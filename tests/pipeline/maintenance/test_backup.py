"""Backups that are whole at one moment."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from click.testing import CliRunner

from khobao import main
from pipeline.archive.database import Unopenable, read_archive
from pipeline.config import Home
from pipeline.ingest.intake import open_intake
from pipeline.ingest.warc_import import ingest_file
from pipeline.maintenance.backup import NoPlace, _copy_warc, backup
from pipeline.maintenance.export import records
from pipeline.warc import OPEN
from pipeline.watches.watch import Watch, load_watches
from tests.support.captures import page, write_warc

if TYPE_CHECKING:
    from pathlib import Path


def sealed(home: Home) -> Path:
    """Return the sealed file."""
    return next(path for path in home.warc.iterdir() if not path.name.endswith(OPEN))


def exported(home: Home) -> list[dict[str, Any]]:
    """Return the export."""
    with read_archive(home) as db:
        return [attrs.asdict(record) for record in records(db)]


def test_a_backup_is_a_home(home: Home, tmp_path: Path) -> None:
    """It reads the same, shares sealed files with the original, and a second time brings it up to date."""
    copy = Home(tmp_path / "other" / "copy")
    assert backup(home, copy.folder).faults == []
    assert exported(copy) == exported(home)
    assert load_watches(copy.watches_folder) == ([Watch("dat", "đất")], [])
    assert sealed(copy).samefile(sealed(home))
    assert not next(copy.warc.glob(f"*{OPEN}")).samefile(next(home.warc.glob(f"*{OPEN}")))
    with open_intake(home) as intake:
        ingest_file(intake, write_warc(home.warc, page("/moi.html", 9, "Bài mới nhất")))
    assert backup(home, copy.folder).captures == 6
    assert exported(copy) == exported(home)
    assert list(copy.warc.glob(f"*{OPEN}")) == []


def test_a_file_that_is_sealed_meanwhile_is_copied(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It went wrong: the daemon sealed a file between the list of files and its copy."""
    copy_warc = _copy_warc

    def seal_then_copy(source: Path, target: Path) -> int:
        for path in home.warc.glob(f"*{OPEN}"):
            path.rename(path.with_name(path.name.removesuffix(OPEN)))
        return copy_warc(source, target)

    monkeypatch.setattr(sys.modules[backup.__module__], "_copy_warc", seal_then_copy)
    report = backup(home, tmp_path / "copy")
    assert (report.files, report.captures, report.faults) == (2, 5, [])


def test_a_backup_of_a_damaged_archive_says_so(home: Home, tmp_path: Path) -> None:
    """It is made all the same, and the status is 1."""
    path = sealed(home)
    path.write_bytes(path.read_bytes()[:-40])
    done = CliRunner().invoke(main, ["--home", str(home.folder), "backup", str(tmp_path / "copy"), "--json"])
    assert done.exit_code == 1
    assert {fault["file"] for fault in json.loads(done.stdout)["faults"]} == {path.name}


def test_a_damaged_database_is_no_backup(home: Home, tmp_path: Path) -> None:
    """It is said what to do, and the place can be used once that is done; also what a crash left there is no hindrance."""
    whole = home.archive.read_bytes()
    home.archive.write_bytes(b"garbage" * 1000)
    with pytest.raises(Unopenable, match="khobao rebuild"):
        backup(home, tmp_path / "copy")
    home.archive.write_bytes(whole)
    (tmp_path / "copy" / "archive.db.part").write_bytes(b"half")
    assert backup(home, tmp_path / "copy").faults == []


def test_a_place_that_will_not_do(home: Home, tmp_path: Path) -> None:
    """Inside the archive, a file, a folder of something else: refused before anything is written."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.odt").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    for place in (home.folder, home.folder / "copy", tmp_path / "full", tmp_path / "file"):
        with pytest.raises(NoPlace):
            backup(home, place)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_command_says_that_all_is_well(home: Home) -> None:
    """In a line for a person."""
    done = CliRunner().invoke(main, ["--home", str(home.folder), "verify"])
    assert done.exit_code == 0
    assert done.stdout == f"{home.folder}: 2 files, 17 records, 5 captures: all is well\n"
