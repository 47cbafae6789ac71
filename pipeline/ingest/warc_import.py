"""Whole WARC files into the archive: what a crash left behind, a colleague's file, and a rebuild."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter, deque
from typing import TYPE_CHECKING

import attrs

from pipeline.annotation import Annotation
from pipeline.archive import warc_files
from pipeline.errors import BadFile, Unreadable
from pipeline.files import replacing
from pipeline.ingest.intake import ExtractedCapture
from pipeline.warc import OPEN, check_warc, cut_off, read_records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.capture import Capture, RecordLocation
    from pipeline.ingest.extractor_pool import PendingExtraction
    from pipeline.ingest.intake import Intake

AHEAD = 64  # captures being read while the oldest are stored
BATCH = 32  # captures a transaction
TRIES = 3  # of a capture that ends the process that ingests it


@attrs.frozen
class _Queue:
    """Captures of one file, in its order, on their way through the extractors into the archive."""

    intake: Intake
    counts: Counter[str]
    progress: Callable[[int], None]
    pending: deque[tuple[Capture, RecordLocation, PendingExtraction]] = attrs.field(factory=deque)

    def add(self, capture: Capture, location: RecordLocation) -> None:
        """Start reading a capture."""
        self.pending.append((capture, location, self.intake.submit(capture)))

    def ingest_down_to(self, left_over: int) -> None:
        """Ingest the oldest until no more than so many are left, in transactions of BATCH."""
        while len(self.pending) > left_over:
            oldest = [self.pending.popleft() for _ in range(min(BATCH, len(self.pending)))]
            self.ingest(
                [ExtractedCapture(capture, location, pending.result()) for capture, location, pending in oldest]
            )

    def ingest(self, batch: list[ExtractedCapture]) -> None:
        """Ingest captures in one transaction."""
        self.counts.update(self.intake.ingest_batch(batch))
        self.progress(batch[-1].location.end)


def ingest_file(
    intake: Intake,
    path: Path,
    progress: Callable[[int], None] = lambda _: None,
    counts: Counter[str] | None = None,
    *,
    warily: bool = False,
) -> Counter[str]:
    """Ingest what a WARC file holds past the point it was ingested to. Returns how many captures came to what.

    `progress` is told the byte reached, after each transaction. Raises BadFile where the file can't be read on; what
    came before is ingested then, and counted in `counts`. `warily`: one by one, as one of them ends processes: that one
    is recorded as failed when it has been tried TRIES times.
    """
    queue = _Queue(intake, Counter() if counts is None else counts, progress)
    is_ours = path.name.startswith("articles-")  # a colleague's profiles are not of our versions
    try:
        for record, location in read_records(path, reached(intake, path)):
            if isinstance(record, Annotation):
                if is_ours:
                    queue.ingest_down_to(0)
                    intake.apply(record)
                continue
            capture = record if is_ours else attrs.evolve(record, profile=None)
            if warily and warc_files.count_attempt(intake.archive.db, location.name, location.offset) > TRIES:
                fault = Unreadable(f"{capture.url}: ended the process that read it, {TRIES} times", "failed")
                queue.ingest([ExtractedCapture(capture, location, fault)])
            else:
                queue.add(capture, location)
                queue.ingest_down_to(0 if warily else AHEAD)
    finally:
        queue.ingest_down_to(0)
    return queue.counts


def reached(intake: Intake, path: Path) -> int:
    """The byte up to which a WARC file is ingested, whether it is still being written or sealed since."""
    return warc_files.ingested_to(intake.archive.db, path.name.removesuffix(OPEN))


def article_files(folder: Path) -> list[Path]:
    """The WARC files that hold articles, oldest first; polls of sources have files of their own."""
    return sorted(path for path in folder.glob("*.warc*") if path.name.startswith(("articles-", "import-")))


def import_file(intake: Intake, path: Path, progress: Callable[[int], None] = lambda _: None) -> Counter[str]:
    """Copy a WARC file to the archive's folder and ingest it. Returns how many captures came to what.

    Raises BadFile where it can't be read on: what came before is kept, the rest of the copy is moved aside.
    """
    copy = copy_by_digest(intake.folder, path)
    try:
        return ingest_file(intake, copy, progress)
    except BadFile as error:
        if good_until := reached(intake, copy):
            cut_off(copy, good_until)
        else:
            copy.unlink()
        raise BadFile(path, error.faults) from None


def copy_by_digest(folder: Path, path: Path) -> Path:
    """Copy a WARC file into the archive's folder, named by its digest, so that it is ingested once. Returns the copy.

    Raises BadFile where it is no WARC file, or gzipped as a whole instead of record by record.
    """
    check_warc(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    suffix = ".warc.gz" if path.name.endswith(".gz") else ".warc"
    copy = folder / f"import-{digest}{suffix}"
    if not copy.exists():
        with replacing(copy, fsync=True, partial=f"part-{copy.name}") as partial:
            shutil.copyfile(path, partial)
    return copy
