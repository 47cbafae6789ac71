"""Recovery: what an earlier process wrote to warc/ and did not come to store is ingested at the next start."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import structlog

from pipeline.archive import warc_files
from pipeline.errors import BadFile
from pipeline.files import sync_file
from pipeline.ingest.warc_import import article_files, ingest_file, reached
from pipeline.warc import OPEN, repair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.ingest.intake import Intake

log = structlog.get_logger()


def recover(intake: Intake) -> Counter[str]:
    """Ingest what an earlier process wrote to warc/ and did not come to store; move torn ends aside.

    A file that is broken further in is ingested as far as it can be read, and a warning is logged; it must not keep the
    crawler from its work. Nor must a page that ends the process that ingests it: attempts are counted on disk, and it
    is recorded as failed after some.
    """
    counts: Counter[str] = Counter()
    for path in intake.folder.glob(f"sources-*{OPEN}"):
        repair(path)
    for path in article_files(intake.folder):
        offset = reached(intake, path)
        if path.stat().st_size > offset:
            recover_end(path, offset)
            db, name = intake.archive.db, path.name.removesuffix(OPEN)
            warily = warc_files.count_attempt(db, name, offset) > 1  # an earlier process began here, and is gone
            counts += ingest_readable(intake, path, warily=warily)
            warc_files.forget_attempts(db, name)
    return counts


def ingest_readable(
    intake: Intake, path: Path, progress: Callable[[int], None] = lambda _: None, *, warily: bool = False
) -> Counter[str]:
    """Ingest a file as far as it can be read; a broken end is only logged: whoever brought the file was told."""
    counts: Counter[str] = Counter()
    try:
        ingest_file(intake, path, progress, counts, warily=warily)
    except BadFile as error:
        log.warning("WARC file is broken", error=str(error))
    return counts


def recover_end(path: Path, offset: int) -> None:
    """Move a torn end of a file that was being written aside; the files of others are left as they are.

    What is whole is brought to the disk: whoever wrote it may have ended before it was.
    """
    if path.name.endswith(OPEN):
        repair(path, offset)
        sync_file(path)
