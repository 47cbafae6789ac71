"""The order in which nothing is lost: WARC, fsync, commit, ack."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from crawlers.archiver import open_archiver
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.state import SourceState
from crawlers.sources.discovered import DiscoveredUrl
from pipeline.archive import captures
from pipeline.archive.archive import open_archive
from pipeline.archive.database import prepare_archive
from pipeline.config import Home
from pipeline.warc import read_capture
from tests.support.captures import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawlers.archiver import Archiver
    from crawlers.frontier.frontier import Lease

SITE = "bao.example"
RSS = SourceState(f"https://{SITE}/rss", SITE)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Make a home that watches one site."""
    made = Home(tmp_path)
    made.prepare()
    made.site_path(SITE).write_text('name = "Báo"', encoding="utf-8")
    prepare_archive(made.archive)
    return made


def waiting(home: Home) -> int:
    """Return how many addresses wait once a dead process's leases are given back."""
    frontier = Frontier(home.frontier, lambda *_: set())
    frontier.restore()
    count = frontier.waiting(SITE)
    frontier.close()
    return count


async def keep(archiver: Archiver, count: int) -> list[str]:
    """Discover, lease and keep so many pages, side by side."""
    captures = {f"https://{SITE}/{n}.html": page(f"/{n}.html", n, f"Bài báo thứ {n} trong ngày") for n in range(count)}
    archiver.frontier.discover(SITE, [DiscoveredUrl(url) for url in captures], RSS)
    leases = archiver.frontier.lease(SITE, count)
    return await asyncio.gather(*(archiver.archive(captures[lease.url], lease) for lease in leases))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each fsync of an articles file and each ack; statements are added by `note_statement`."""
    noted: list[str] = []
    fsync, ack = os.fsync, Frontier.ack

    def spy_fsync(handle: int) -> None:
        fsync(handle)
        if Path(f"/proc/self/fd/{handle}").readlink().name.startswith("articles-"):
            noted.append("fsync")

    def spy_ack(self: Frontier, leases: Iterable[Lease], reason: str | None = None) -> None:
        noted.append("ack")
        ack(self, leases, reason)

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(Frontier, "ack", spy_ack)
    return noted


def test_fsync_then_commit_then_ack(home: Home, steps: list[str]) -> None:
    """An address is acked only when its row is committed, and that only when its record is on the disk."""

    def note_statement(statement: str) -> None:
        if statement == "COMMIT" or statement.startswith("INSERT INTO captures"):
            steps.append(statement.split(maxsplit=1)[0])

    async def work() -> list[str]:
        async with open_archiver(home, home.settings()) as archiver:
            archiver.intake.archive.db.conn.set_trace_callback(note_statement)
            steps.clear()
            assert await keep(archiver, 4) == ["new"] * 4
            return steps.copy()

    *batches, rest = " ".join(asyncio.run(work())).split("ack")
    assert rest == ""
    for first, *inserts, last in map(str.split, batches):
        assert (first, set(inserts), last) == ("fsync", {"INSERT"}, "COMMIT")
    assert sum(batch.count("INSERT") for batch in batches) == 4
    assert waiting(home) == 0
    with open_archive(home.archive) as archive:
        rows = archive.db.execute("SELECT id FROM captures").fetchall()
        assert {read_capture(home.warc, captures.location(archive.db, number)).status for (number,) in rows} == {200}


@pytest.mark.parametrize("step", ["fsync", "store", "ack"])
def test_a_step_that_fails_loses_nothing(home: Home, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The archiver gives up with the error; the next one stores what is in the WARC, once, and nothing waits in vain."""

    class Broken(Exception):
        pass

    def broken(*_: object) -> None:
        raise Broken

    async def work() -> None:
        async with open_archiver(home, home.settings()) as archiver:
            with monkeypatch.context() as patched:
                target = {
                    "fsync": (archiver._articles, "sync"),
                    "store": (type(archiver.intake), "ingest_batch"),
                    "ack": (Frontier, "ack"),
                }
                patched.setattr(*target[step], broken)
                keeping = asyncio.create_task(keep(archiver, 3))
                await asyncio.wait({archiver.ingesting, keeping}, return_when=asyncio.FIRST_COMPLETED, timeout=30)
                assert isinstance(archiver.ingesting.exception(), Broken)
                keeping.cancel()
            assert archiver.frontier.lease(SITE) == []

    async def go_on() -> tuple[int, int, int]:
        async with open_archiver(home, home.settings()) as archiver:
            rows = archiver.intake.archive.db.execute("SELECT count(*), count(DISTINCT url) FROM captures").fetchone()
            return (*rows, archiver.frontier.waiting(SITE))

    asyncio.run(work())
    assert asyncio.run(go_on()) == (3, 3, 0)


def test_a_page_that_came_empty_is_tried_again(home: Home) -> None:
    """Its capture is kept and its address is not acked: the spider decides when it is asked for again."""

    async def work() -> str:
        async with open_archiver(home, home.settings()) as archiver:
            archiver.frontier.discover(SITE, [DiscoveredUrl(f"https://{SITE}/a.html")], RSS)
            (lease,) = archiver.frontier.lease(SITE)
            return await archiver.archive(attrs.evolve(page("/a.html", 0), body=b"<html><body></body></html>"), lease)

    assert asyncio.run(work()) == "empty"
    assert waiting(home) == 1
