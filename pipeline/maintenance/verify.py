"""Verify: is what the archive says true of the files it rests on? Every record's digest, every row's place."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import attrs
from warcio.archiveiterator import ArchiveIterator

from pipeline.archive import open_read_only
from pipeline.warc import BROKEN, OPEN, whole_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlite_utils import Database


_FILES = "SELECT id, name, ingested_to FROM warc_files"


@attrs.frozen
class IntegrityFault:
    """Something that is not as it has to be."""

    file: str
    """The name of a file, without its folder."""
    offset: int | None
    """The byte, None where it is the whole file."""
    fault: str

    def __str__(self) -> str:
        at = "" if self.offset is None else f" at byte {self.offset}"
        return f"{self.file}{at}: {self.fault}"


@attrs.define
class VerifyReport:
    """How much was read, and what was wrong."""

    files: int = 0
    records: int = 0
    captures: int = 0
    faults: list[IntegrityFault] = attrs.field(factory=list)

    def as_json(self) -> dict[str, Any]:
        """Object that `khobao verify --json` prints."""
        return attrs.asdict(self)


def verify(archive: Path, warc: Path, progress: Callable[[int], None] = lambda _: None) -> VerifyReport:
    """Read every WARC file to its end, and hold the archive's rows against what stands there. Changes nothing.

    `progress` is told the bytes read, over all files. A file that is being written meanwhile is read as far as the
    archive has rows of it: what follows is on its way.
    """
    report = VerifyReport()
    with open_read_only(archive) as db:
        report.faults += _faults_of_database(db, archive.name)
        is_sound = not report.faults  # else its rows say nothing of the files
        rows = {name: (file_id, ingested_to) for file_id, name, ingested_to in db.execute(_FILES)} if is_sound else {}
        read_bytes = 0
        for path in sorted(warc.glob("*.warc*")):
            file_id, ingested_to = rows.pop(path.name.removesuffix(OPEN), (0, 0))
            size = path.stat().st_size
            digests = _check_file(path, ingested_to if is_sound and path.name.endswith(OPEN) else size, report)
            if file_id:
                report.faults += _faults_of_rows(db, file_id, path.name, digests)
                report.captures += _count_captures(db, file_id)
            read_bytes += size
            progress(read_bytes)
        report.faults += [
            IntegrityFault(name, None, f"is not in {warc.name}/, and {captures} captures lie in it")
            for name, (file_id, _) in rows.items()
            if (captures := _count_captures(db, file_id))
        ]
    return report


def _faults_of_database(db: Database, name: str) -> Iterator[IntegrityFault]:
    try:
        for (message,) in db.execute("PRAGMA integrity_check(10)"):
            if message != "ok":
                yield IntegrityFault(name, None, f"{message}. `khobao rebuild` makes it anew from warc/")
        for table, row, other, _ in db.execute("PRAGMA foreign_key_check"):
            yield IntegrityFault(name, None, f"row {row} of {table} leads to no row of {other}")
    except sqlite3.DatabaseError as error:
        yield IntegrityFault(name, None, f"{error}. `khobao rebuild` makes it anew from warc/")


def _check_file(path: Path, until: int, report: VerifyReport) -> dict[int, str]:
    """Read a file's records up to a byte, add to the report, and return the digest of each response by its offset."""
    report.files += 1
    digests: dict[int, str] = {}
    offset = 0
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests=True)
            for record in records:
                offset = records.get_record_offset()
                if offset >= until:
                    return digests
                records.read_to_end()
                report.records += 1
                if record.digest_checker.passed is False:
                    fault = f"a {record.rec_type} is not what its digest says"
                    report.faults.append(IntegrityFault(path.name, offset, fault))
                if record.rec_type == "response":
                    digests[offset] = record.rec_headers.get_header("WARC-Payload-Digest", "")
        if whole_end(path, offset) < until:
            report.faults.append(IntegrityFault(path.name, offset, "the file ends in the middle of a record"))
            digests.pop(offset, None)
    except OSError as error:
        report.faults.append(IntegrityFault(path.name, None, error.strerror or str(error)))
    except BROKEN as error:
        report.faults.append(
            IntegrityFault(path.name, offset, f"can't be read on: {' '.join(str(error).split())[:200]}")
        )
    return digests


def _faults_of_rows(db: Database, file_id: int, name: str, digests: dict[int, str]) -> Iterator[IntegrityFault]:
    rows = db.execute("SELECT id, warc_offset, digest FROM captures WHERE warc_file_id = ?", [file_id])
    for capture, offset, digest in rows:
        if offset not in digests:
            yield IntegrityFault(name, offset, f"capture {capture} has no response there")
        elif digests[offset] != digest:
            yield IntegrityFault(
                name, offset, f"capture {capture} has digest {digest}, the response there {digests[offset]}"
            )


def _count_captures(db: Database, file_id: int) -> int:
    return int(db.execute("SELECT count(*) FROM captures WHERE warc_file_id = ?", [file_id]).fetchone()[0])
