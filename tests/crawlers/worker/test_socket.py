from __future__ import annotations

import asyncio
import json
import stat
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from crawlers.report import CrawlReport
from crawlers.worker.client import CrawlBroke, CrawlClient, connect
from crawlers.worker.protocol import CrawlJob, Job, PollNowJob
from crawlers.worker.socket import listen
from pipeline.config import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


async def carry_out(job: Job, show: Callable[[CrawlReport], None]) -> CrawlReport | None:
    """Crawl at once, and refuse everything else."""
    if not isinstance(job, CrawlJob):
        raise CrawlBroke(f"{job.site} is paused")
    show(CrawlReport(job.site, listed=1))
    return CrawlReport(job.site, listed=2)


@asynccontextmanager
async def daemon(home: Home) -> AsyncIterator[None]:
    """Listen in a home; at the end every connection is over."""
    async with await listen(home.socket, carry_out):
        yield
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


async def reach(home: Home) -> CrawlClient:
    """Connect to the daemon of a home, which has to be there."""
    client = await connect(home)
    assert client is not None
    return client


def test_a_job_is_answered_with_progress_and_its_report(tmp_path: Path) -> None:
    """Only the socket's owner may connect."""
    home, shown = Home(tmp_path), list[int]()

    async def scenario() -> CrawlReport:
        async with daemon(home):
            client = await reach(home)
            report = await client.crawl(CrawlJob("bao.example"), lambda progress: shown.append(progress.listed))
            await client.close()
            return report

    assert asyncio.run(scenario()).listed == 2
    assert shown == [1]
    assert stat.S_IMODE(home.socket.stat().st_mode) == 0o600


def test_a_job_that_is_refused_says_why(tmp_path: Path) -> None:
    """The daemon's reason reaches the command."""
    home = Home(tmp_path)

    async def scenario() -> None:
        async with daemon(home):
            client = await reach(home)
            with pytest.raises(CrawlBroke, match=r"bao\.example is paused"):
                await client.request(PollNowJob("bao.example"))
            await client.close()

    asyncio.run(scenario())


def test_a_command_of_another_version_is_answered(tmp_path: Path) -> None:
    """It is told to start the daemon anew, under the number it gave; the connection goes on."""
    home = Home(tmp_path)

    async def scenario() -> list[dict[str, object]]:
        async with daemon(home):
            reader, writer = await asyncio.open_unix_connection(str(home.socket))
            writer.write(b'{"id": 3, "site": "bao.example", "now": true}\nno JSON\n')
            answers = [json.loads(await reader.readline()) for _ in range(2)]
            writer.close()
            await writer.wait_closed()
            return answers

    first, second = asyncio.run(scenario())
    assert first["id"] == 3
    assert "different versions" in str(first["error"])
    assert second["id"] == 0


def test_no_daemon_no_client(tmp_path: Path) -> None:
    """Neither without a socket nor with one that a killed daemon left."""
    home = Home(tmp_path)

    async def scenario() -> None:
        assert await connect(home) is None
        server = await listen(home.socket, carry_out)
        server.close()
        await server.wait_closed()
        assert await connect(home) is None

    asyncio.run(scenario())
