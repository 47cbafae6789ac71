"""An errand: `khobao crawl`, done by the daemon that runs here, or else by a crawl process of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from crawlers.client import CrawlBroke, CrawlClient, CrawlEnded, connect, start
from crawlers.tally import Tally
from pipeline.archive import prepare_archive
from pipeline.errors import Busy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from pipeline.home import Home

SETTLE = 5.0  # seconds given to a daemon that has the lock and does not listen yet


async def run_errand(
    home: Home, errands: Mapping[str, list[str] | None], show: Callable[[dict[str, Any]], None]
) -> list[dict[str, Any]]:
    """Crawl the sites side by side and return their tallies, in order.

    `errands`: domain -> None for what is new, or the URLs to look at again. `show` is called with tallies on the way.
    """
    async with _client(home) as client:
        return list(await asyncio.gather(*(_one(client, site, again, show) for site, again in errands.items())))


async def _one(
    client: CrawlClient, site: str, again: list[str] | None, show: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    try:
        return await client.crawl(site, again=again, progress=show)
    except (CrawlBroke, CrawlEnded) as error:
        return {**Tally(site, errors=[str(error)]).as_json(), "failed": True}


@asynccontextmanager
async def _client(home: Home) -> AsyncIterator[CrawlClient]:
    for _ in range(int(SETTLE * 5)):
        client = await connect(home)
        if client:
            try:
                yield client
            finally:
                await client.close()
            return
        try:
            with home.lock():
                home.prepare()
                prepare_archive(home.archive)
                client = await start(home)
                try:
                    yield client
                finally:
                    await client.close()
                return
        except Busy:
            await asyncio.sleep(0.2)
    with home.lock():  # still busy, and not a daemon: say by whom
        pass
