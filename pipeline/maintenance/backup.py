"""Backup: a copy of an archive that is whole at one moment, made while a daemon writes, and verified.

archive.db is copied by SQLite's backup API first: so each capture it knows lies in the WARC files that are copied then.
Sealed WARC files never change: they are hard links where the destination is on the same file system.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.archive import connect_read_only, explain_corruption
from pipeline.errors import KhobaoError
from pipeline.files import replacing, sync_folder
from pipeline.maintenance.verify import verify
from pipeline.warc import OPEN, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.config import Home
    from pipeline.maintenance.verify import VerifyReport

_PAGES = 4096  # of a database that are copied at a time; others may write in between
_OURS = "khobao.toml"
_PARTIAL = "archive.db.part"


class NoPlace(KhobaoError):
    """A backup can't be made there; the message says why."""

    exit_code = 2


def backup(home: Home, to: Path, progress: Callable[[int], None] = lambda _: None) -> VerifyReport:
    """Copy an archive to a folder: a new one, or that of an earlier backup, which is brought up to date; and verify it.

    `progress` is told the bytes done of `size_of(home)`. Raises NoPlace, Unopenable.
    """
    _require_place(home, to)
    to.mkdir(parents=True, exist_ok=True)
    with explain_corruption(home.archive):
        _copy_database(home.archive, to / "archive.db")
    (to / "warc").mkdir(exist_ok=True)
    shutil.copytree(home.sites_folder, to / "sites", dirs_exist_ok=True)
    if home.watches_folder.exists():
        shutil.copytree(home.watches_folder, to / "watches", dirs_exist_ok=True)
    if (settings := home.folder / _OURS).exists():
        shutil.copy2(settings, to / _OURS)
    copied_bytes = 0
    names = set()
    for listed in sorted(home.warc.glob("*.warc*")):
        path = path_of(home.warc, listed.name.removesuffix(OPEN))  # it may be sealed meanwhile
        if not path.exists():  # polls of sources are forgotten after a time
            continue
        names.add(path.name)
        copied_bytes += _copy_warc(path, to / "warc" / path.name)
        progress(copied_bytes)
    for old in (to / "warc").glob(f"*{OPEN}"):
        if old.name not in names:  # sealed since the last backup
            old.unlink()
    sync_folder(to / "warc")
    return verify(to / "archive.db", to / "warc", lambda read_bytes: progress(copied_bytes + read_bytes))


def size_of(home: Home) -> int:
    """Bytes that a backup copies and then reads: the whole of its progress."""
    return 2 * sum(path.stat().st_size for path in home.warc.glob("*.warc*"))


def _require_place(home: Home, to: Path) -> None:
    inside = to.resolve() == home.folder.resolve() or home.folder.resolve() in to.resolve().parents
    if inside:
        message = f"{to} is in the archive itself; a backup belongs elsewhere, best on another disk"
        raise NoPlace(message)
    if to.exists() and not to.is_dir():
        message = f"{to} is a file; a folder is wanted"
        raise NoPlace(message)
    content = {path.name for path in to.iterdir()} if to.is_dir() else set()
    if content - {_PARTIAL} and "archive.db" not in content:
        message = f"{to} holds something else than a backup; an empty folder or a new one is wanted"
        raise NoPlace(message)
    needed, free = _needed(home, to), shutil.disk_usage(_nearest(to)).free
    if needed > free:
        message = f"{to}: the backup needs {needed >> 20} MB, and {free >> 20} MB are free"
        raise NoPlace(message)


def _needed(home: Home, to: Path) -> int:
    """Bytes that have to be written: the database, and the WARC files that can't be linked."""
    can_link = _nearest(to).stat().st_dev == home.warc.stat().st_dev
    files = (path for path in home.warc.glob("*.warc*") if not (to / "warc" / path.name).exists())
    size = sum(path.stat().st_size for path in files if not can_link or path.name.endswith(OPEN))
    return home.archive.stat().st_size + size


def _nearest(path: Path) -> Path:
    """Nearest folder that exists: the path itself or one above it."""
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment, and put it in place when it is whole."""
    with replacing(target, fsync=True, partial=_PARTIAL) as partial:
        with closing(connect_read_only(source)) as original, closing(sqlite3.connect(partial)) as copy:
            original.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file
        for end in ("-wal", "-shm"):
            target.with_name(target.name + end).unlink(missing_ok=True)


def _copy_warc(source: Path, target: Path) -> int:
    """Link or copy a WARC file; one that is copied already stays. Returns its bytes."""
    size = source.stat().st_size
    is_open = source.name.endswith(OPEN)
    if target.exists() and not is_open and target.stat().st_size == size:
        return size
    target.unlink(missing_ok=True)
    if not is_open:
        try:
            target.hardlink_to(source)
        except OSError:  # another file system, or one without links
            pass
        else:
            return size
    with replacing(target, fsync=True, partial=target.name.replace(".warc", ".part")) as partial:
        shutil.copyfile(source, partial)
    return size
