"""A disk that forgets, when the power goes, whatever was not fsynced: at no moment has more been promised than it holds."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from crawlers.archiver import open_archiver
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import SourceState
from crawlers.sources.discovered import DiscoveredUrl
from pipeline.annotation import Annotation
from pipeline.archive import captures
from pipeline.archive.archive import Archive
from pipeline.archive.database import prepare_archive
from pipeline.clock import now
from pipeline.errors import BadFile
from pipeline.warc import WarcWriter, read_capture
from tests.support.captures import SITE, page, watching_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.config import Home

URLS = [f"https://{SITE.domain}/{n}.html" for n in range(12)]


class ForgetfulDisk:
    """What would be there if the power went now: of WARC files what was fsynced, of databases what was committed."""

    def __init__(self, home: Home, platter: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.platter = platter
        self.cuts = 0
        fsync = os.fsync

        def keep(handle: int) -> None:
            fsync(handle)
            path = Path(f"/proc/self/fd/{handle}").readlink()
            if path.is_file() and path.parent == home.warc:
                shutil.copyfile(path, platter.warc / path.name)

        monkeypatch.setattr(os, "fsync", keep)
        for kind, name in ((Archive, "transaction"), (Frontier, "_transaction")):
            monkeypatch.setattr(kind, name, self.cutting(getattr(kind, name)))

    def cutting(self, transaction: Callable[..., contextmanager]) -> Callable[..., contextmanager]:  # type: ignore[type-arg]
        """Return a transaction at whose end the power goes."""

        @contextmanager
        def wrapped(database: object) -> Iterator[object]:
            with transaction(database) as given:
                yield given
            self.cut()

        return wrapped

    def cut(self) -> None:
        """Look at what would be left: each row has its record, each address that is done its capture."""
        self.cuts += 1
        for path in (self.home.archive, self.home.frontier):
            if path.exists():
                copy = self.platter.folder / path.name
                copy.unlink(missing_ok=True)
                with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                    source.backup(target)
        with closing(sqlite3.connect(self.platter.archive)) as db:
            rows = db.execute(
                "SELECT captures.id FROM captures JOIN warc_files ON warc_files.id = warc_file_id"
            ).fetchall()
            archive = Archive(Database(db))
            for (number,) in rows:
                read_capture(self.platter.warc, captures.location(archive.db, number))
            held = captures.known_urls(archive.db, SITE.domain, URLS)
        if self.platter.frontier.exists():
            with closing(sqlite3.connect(self.platter.frontier)) as db:
                done = {url for (url,) in db.execute("SELECT url FROM urls WHERE state = 'done'")}
            assert done <= held, "acked before it was archived"


async def live(home: Home) -> None:
    """Discover, fetch and keep pages side by side, and a note among them."""
    async with open_archiver(home, home.settings()) as archiver:
        archiver.frontier.discover(
            SITE.domain, [DiscoveredUrl(url) for url in URLS], SourceState(f"https://{SITE.domain}/rss", SITE.domain)
        )
        leases = archiver.frontier.lease(SITE.domain, len(URLS))
        pages = {url: page(f"/{n}.html", n, f"Bài báo thứ {n} trong ngày") for n, url in enumerate(URLS)}
        for some in (leases[:5], leases[5:]):
            await asyncio.gather(*(archiver.archive(pages[lease.url], lease) for lease in some))
            await archiver.annotate(
                Annotation("availability", SITE.domain, some[0].url, now(), {"availability": "gone"})
            )


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ForgetfulDisk:
    """Give a home on such a disk."""
    home, platter = watching_home(tmp_path / "home"), watching_home(tmp_path / "platter")
    prepare_archive(home.archive)
    return ForgetfulDisk(home, platter, monkeypatch)


def test_the_power_may_go_at_any_moment(disk: ForgetfulDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of each transaction the disk holds what was promised; and a start from any such disk goes on."""
    asyncio.run(live(disk.home))
    assert disk.cuts > 10
    monkeypatch.undo()
    asyncio.run(look(disk.platter))


async def look(home: Home) -> None:
    """Start from what is left: all is there, or waits."""
    prepare_archive(home.archive)
    async with open_archiver(home, home.settings()) as archiver:
        held = captures.known_urls(archiver.intake.archive.db, SITE.domain, URLS)
        waits = {lease.url for lease in archiver.frontier.lease(SITE.domain, 100)}
        assert held | waits == set(URLS)


def test_the_disk_does_forget(disk: ForgetfulDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the fsync before the commit it is found out: rows without records."""
    monkeypatch.setattr(WarcWriter, "sync", lambda _: None)
    with pytest.raises((BadFile, OSError)):
        asyncio.run(live(disk.home))


def test_what_a_dead_process_never_fsynced_is_before_it_is_counted(
    tmp_path: Path, disk: ForgetfulDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was appended, and the process killed: the next one brings it to the disk, then gives it rows."""
    del tmp_path, monkeypatch
    writer = WarcWriter(disk.home.warc, "articles")
    for number in range(3):
        writer.append(page(f"/{number}.html", number, f"Bài báo thứ {number} trong ngày"))
    writer._file.close()  # as a kill does

    async def start() -> None:
        async with open_archiver(disk.home, disk.home.settings()) as archiver:
            assert len(captures.known_urls(archiver.intake.archive.db, SITE.domain, URLS)) == 3

    asyncio.run(start())
    assert disk.cuts > 0
