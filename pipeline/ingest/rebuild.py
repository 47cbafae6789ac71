"""Rebuild: archive.db made anew from warc/ alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.archive import leave_wal, ledger, open_archive, prepare_archive
from pipeline.files import replacing
from pipeline.ingest.extractor_pool import open_extractor_pool
from pipeline.ingest.intake import Intake
from pipeline.ingest.recovery import ingest_readable, recover_end
from pipeline.ingest.warc_import import article_files, ingest_file
from pipeline.search import index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.config import Home


def rebuild_archive(home: Home, progress: Callable[[int], None] = lambda _: None) -> Counter[str]:
    """Ingest every WARC file into a new database, then put it in the old one's place. The caller holds the home's lock.

    `progress` is told the bytes done, over all files. Articles, revisions and URLs come out as they were; the revisits
    that brought nothing new are in no WARC, so they are lost with the old database, and so is what the ledger tells
    of what was not had. frontier.db is made anew, too.
    Raises BadFile where a file of our own is broken; the old database then stays.
    """
    with replacing(home.archive, fsync=False, partial="archive.db.new") as fresh:
        _remove(fresh)
        counts = _ingest_all(home, fresh, progress)
        _remove(home.archive)
    _remove(home.frontier)
    prepare_archive(home.archive)
    return counts


def _ingest_all(home: Home, database: Path, progress: Callable[[int], None]) -> Counter[str]:
    """Fill a new database from the home's WARC files; afterwards it is one file, without a write-ahead log."""
    prepare_archive(database)
    counts: Counter[str] = Counter()
    with open_archive(database) as archive, open_extractor_pool(home.settings().workers) as pool:
        intake = Intake.of_sites(archive, pool, home.sites(), home.warc)
        done = 0
        for path in article_files(home.warc):
            recover_end(path, 0)
            # A file of others may always have been broken; one of ours never was, so the old database knows better.
            ingest = ingest_readable if path.name.startswith("import-") else ingest_file
            counts += ingest(intake, path, lambda offset, done=done: progress(done + offset))  # type: ignore[misc]
            done += path.stat().st_size
        ledger.fill_from_captures(archive.db)
        index.optimize(archive.db)
        leave_wal(archive.db)
    return counts


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
