"""How far WARC files are ingested, and how often that was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.archive import warc_files
from pipeline.capture import RecordLocation

if TYPE_CHECKING:
    from tests.support.captures import Store

FILE = "articles-1.warc.gz"


def test_a_file_is_ingested_as_far_as_its_farthest_record(store: Store) -> None:
    """In whatever order its records come; a file that is new is ingested to its beginning."""
    db = store.archive.db
    assert warc_files.ingested_to(db, FILE) == 0
    ids = {warc_files.advance(db, RecordLocation(FILE, offset, offset + 10, "")) for offset in (0, 20, 10)}
    assert len(ids) == 1
    assert warc_files.ingested_to(db, FILE) == 30


def test_attempts_are_counted_by_record_and_forgotten_by_file(store: Store) -> None:
    """Each count is committed at once: the process may end the moment after."""
    db = store.archive.db
    assert [warc_files.count_attempt(db, FILE, offset) for offset in (0, 0, 7)] == [1, 2, 1]
    assert not db.conn.in_transaction
    assert warc_files.count_attempt(db, "import-1.warc", 0) == 1
    warc_files.forget_attempts(db, FILE)
    assert store.rows("SELECT name FROM attempts") == [("import-1.warc",)]
