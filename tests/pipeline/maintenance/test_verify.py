"""Whether what the archive says is true of the files it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.intake import open_intake
from pipeline.maintenance.verify import verify
from pipeline.warc import OPEN

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.config import Home


def sealed(home: Home) -> Path:
    """Return the sealed file."""
    return next(path for path in home.warc.iterdir() if not path.name.endswith(OPEN))


def faults(home: Home) -> list[str]:
    """Return what is wrong with an archive."""
    return [str(fault) for fault in verify(home.archive, home.warc).faults]


def test_an_archive_that_is_well(home: Home) -> None:
    """Every record is read: a warcinfo and three for each capture."""
    report = verify(home.archive, home.warc)
    assert (report.files, report.records, report.captures, report.faults) == (2, 17, 5, [])


def test_a_byte_that_changed_is_found(home: Home) -> None:
    """In the middle of a record of a sealed file: which file, and where."""
    path = sealed(home)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    found = faults(home)
    assert found
    assert all(fault.startswith(f"{path.name} at byte ") for fault in found)


def test_a_file_that_is_cut_short_or_gone_is_found(home: Home) -> None:
    """So are the captures that lay in it."""
    path = sealed(home)
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert any("capture 3 has no response there" in fault for fault in faults(home))
    path.unlink()
    assert faults(home) == [f"{path.name}: is not in warc/, and 3 captures lie in it"]


def test_a_row_that_lies_is_found(home: Home) -> None:
    """A digest that is not the record's; a place where no response is."""
    with open_intake(home) as intake:
        intake.archive.db.execute("UPDATE captures SET digest = 'sha1:X' WHERE id = 1")
        intake.archive.db.execute("UPDATE captures SET warc_offset = 7 WHERE id = 2")
    assert {fault.partition(": ")[2][:16] for fault in faults(home)} == {"capture 1 has di", "capture 2 has no"}


def test_what_is_being_written_is_no_fault(home: Home) -> None:
    """Half a record behind the last row of an open file is on its way."""
    path = next(home.warc.glob(f"*{OPEN}"))
    with path.open("ab") as file:
        file.write(path.read_bytes()[:50])
    assert faults(home) == []


def test_a_damaged_database_is_found(home: Home) -> None:
    """With what to do about it."""
    with home.archive.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"x" * 4096 * 4)
    assert any("`khobao rebuild`" in fault for fault in faults(home))
