"""Tables `warc_files` and `attempts`: how far each WARC file is ingested, and what may end who ingests it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.archive.sqlite import immediate_transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.capture import RecordLocation


def ingested_to(db: Database, name: str) -> int:
    """The byte up to which a WARC file's captures have rows; 0 for a file that is new."""
    row = db.execute("SELECT ingested_to FROM warc_files WHERE name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def advance(db: Database, location: RecordLocation) -> int:
    """Record that a file is ingested to the end of a record, or further already. Returns the id of its row."""
    # Plain SQL, as everywhere in ingest's transaction: one statement that keeps the larger of the two.
    row = db.execute(
        "INSERT INTO warc_files (name, ingested_to) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
        " SET ingested_to = max(ingested_to, excluded.ingested_to) RETURNING id",
        [location.name, location.end],
    ).fetchone()
    return int(row[0])


def count_attempt(db: Database, name: str, offset: int) -> int:
    """Commit that ingesting the record at an offset begins. Returns how many times it began, this one included."""
    with immediate_transaction(db):
        row = db.execute(
            "INSERT INTO attempts (name, warc_offset, tries) VALUES (?, ?, 1)"
            " ON CONFLICT (name, warc_offset) DO UPDATE SET tries = tries + 1 RETURNING tries",
            [name, offset],
        ).fetchone()
    return int(row[0])


def forget_attempts(db: Database, name: str) -> None:
    """Delete what `count_attempt` counted of a file, once the whole file is ingested."""
    with immediate_transaction(db):
        db.table("attempts").delete_where("name = ?", [name])
