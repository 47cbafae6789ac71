"""Recovery: what an earlier process wrote to warc/ and did not come to store, taken in at the next start."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import structlog

from pipeline.errors import BadFile
from pipeline.files import sync_file
from pipeline.ingest.intake import article_files, take_in
from pipeline.warc import OPEN, repair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.ingest.intake import Intake

log = structlog.get_logger()


def recover(intake: Intake) -> Counter[str]:
    """Ingest what an earlier process wrote to warc/ and did not come to store; move torn ends aside.

    A file that is broken further in is taken in as far as it can be read, and said to be; it must not keep the crawler
    from its work. Nor must a page that ends the process that takes it in: attempts are counted on disk, and it is set
    aside.
    """
    counts: Counter[str] = Counter()
    for path in intake.folder.glob(f"sources-*{OPEN}"):
        repair(path)
    for path in article_files(intake.folder):
        reached = intake.archive.ingested_to(path.name.removesuffix(OPEN))
        if path.stat().st_size > reached:
            recover_end(path, reached)
            name = path.name.removesuffix(OPEN)
            warily = intake.archive.count_attempt(name, reached) > 1  # an earlier process began here, and is gone
            counts += take_in_readable(intake, path, warily=warily)
            intake.archive.forget_attempts(name)
    return counts


def take_in_readable(
    intake: Intake, path: Path, progress: Callable[[int], None] = lambda _: None, *, warily: bool = False
) -> Counter[str]:
    """Take a file in as far as it can be read; a broken end is only logged: whoever brought the file was told."""
    counts: Counter[str] = Counter()
    try:
        take_in(intake, path, progress, counts, warily=warily)
    except BadFile as error:
        log.warning("WARC file is broken", error=str(error))
    return counts


def recover_end(path: Path, reached: int) -> None:
    """Move a torn end of a file that was being written aside; the files of others are left as they are.

    What is whole is brought to the disk: whoever wrote it may have ended before it was.
    """
    if path.name.endswith(OPEN):
        repair(path, reached)
        sync_file(path)
