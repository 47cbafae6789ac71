"""How much is held, how fast it grows, and how long the disk will last."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.clock import from_stamp, now, to_stamp

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from pipeline.config import Home

WEEK = 7  # days that the daily growth is averaged over


@attrs.frozen(kw_only=True)
class Stats:
    """Numbers of an archive, in the order and by the names in which `khobao stats` prints them."""

    sites: int
    articles: int
    revisions: int
    captures: int
    events: int
    edited: int
    """Articles with more than one revision."""
    warc_bytes: int
    database_bytes: int
    bytes_a_day: int
    """Growth, in the last WEEK days: what was captured to warc/, and of archive.db a share by captures."""
    free_bytes: int
    days_until_full: int | None
    """At that growth; None where nothing grows."""


def stats(db: Database, home: Home) -> Stats:
    """Count what an open archive and its folder hold."""
    captures = db.table("captures").count
    warc, database = _bytes_of(home.warc), sum(_bytes_of(path) for path in home.folder.glob("archive.db*"))
    begun = now() - timedelta(days=WEEK)
    recent, first, lately = db.execute(
        "SELECT coalesce(sum(warc_length), 0), min(captured_at), count(*) FROM captures WHERE captured_at >= ?",
        [to_stamp(begun)],
    ).fetchone()
    days = WEEK if _began_before(db, to_stamp(begun)) else max(1.0, _days_since(first))
    share = database * lately / captures if captures else 0
    a_day = round((recent + share) / days)
    free = shutil.disk_usage(home.folder).free
    return Stats(
        sites=db.table("sites").count,
        articles=db.table("articles").count,
        revisions=db.table("revisions").count,
        captures=captures,
        events=db.table("events").count,
        edited=db.table("articles").count_where("edited"),
        warc_bytes=warc,
        database_bytes=database,
        bytes_a_day=a_day,
        free_bytes=free,
        days_until_full=round(free / a_day) if a_day else None,
    )


def _bytes_of(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _began_before(db: Database, stamp: str) -> bool:
    return db.execute("SELECT 1 FROM captures WHERE captured_at < ? LIMIT 1", [stamp]).fetchone() is not None


def _days_since(stamp: str | None) -> float:
    return (now() - from_stamp(stamp)).total_seconds() / 86400 if stamp else 1.0
