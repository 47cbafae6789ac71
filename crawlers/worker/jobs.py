"""An errand: `khobao crawl`, done by the daemon that runs here, or else by a crawl process of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from crawlers.report import CrawlReport
from crawlers.worker.client import CrawlBroke, CrawlClient, CrawlEnded, connect, start
from pipeline.archive import prepare_archive, read_archive, stored_urls
from pipeline.errors import Busy, KhobaoError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from sqlite_utils import Database

    from pipeline.annotation import Annotation
    from pipeline.config import Home, Site

SETTLE = 5.0  # seconds given to a daemon that has the lock and does not listen yet


class UnknownSite(KhobaoError):
    """A name on the command line leads to no watched site, or to nothing that is archived."""

    exit_code = 2


class NoDaemon(KhobaoError):
    """No daemon runs here that could be told anything."""


def find_site(watched: Sequence[Site], name: str) -> Site:
    """Return the watched site that a domain, host:port or name means. Raises UnknownSite."""
    wanted = name.casefold().removeprefix("www.")
    for site in watched:
        if wanted in {site.domain, site.name.casefold(), *site.hosts}:
            return site
    message = f"no site {name!r} is watched (watched: {', '.join(site.domain for site in watched) or 'none'})"
    raise UnknownSite(message)


def errands_for(home: Home, names: Sequence[str], *, again: bool) -> dict[str, list[str] | None]:
    """Return what is to be crawled: domain -> None for what is new, or the stored URLs to look at again.

    `names` are sites, with `again` also URLs; none means all sites. Raises UnknownSite.
    """
    watched = home.sites()
    if not watched:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise UnknownSite(message)
    names = names or [site.domain for site in watched]
    if not again:
        return {find_site(watched, name).domain: None for name in names}
    errands: dict[str, list[str] | None] = {}
    with read_archive(home) as db:
        for name in names:
            site, urls = _stored(db, watched, name)
            errands[site.domain] = [*(errands.get(site.domain) or []), *urls]
    return errands


def _stored(db: Database, watched: Sequence[Site], name: str) -> tuple[Site, list[str]]:
    if not name.startswith(("http://", "https://")):
        site = find_site(watched, name)
        return site, stored_urls(db, site.domain)
    owner = next((site for site in watched if site.owns(name)), None)
    if owner is None:
        message = f"{name} is on none of the watched sites"
        raise UnknownSite(message)
    urls = stored_urls(db, owner.domain, name)
    if not urls:
        message = f"{name} is not in the archive; `khobao crawl {owner.domain}` fetches what is new"
        raise UnknownSite(message)
    return owner, urls


async def run_errand(
    home: Home, errands: Mapping[str, list[str] | None], show: Callable[[dict[str, Any]], None]
) -> list[dict[str, Any]]:
    """Crawl the sites side by side and return their reports, in order.

    `errands`: domain -> None for what is new, or the URLs to look at again. `show` is called with reports on the way.
    """
    home.settings()  # a faulty khobao.toml is said here, not by a child that dies of it
    async with _client(home) as client:
        return list(await asyncio.gather(*(_one(client, site, again, show) for site, again in errands.items())))


async def poll_now(home: Home, domain: str) -> None:
    """Let the daemon that runs here poll a site's sources at once. Raises NoDaemon, CrawlBroke."""
    client = await connect(home)
    if client is None:
        message = f"no daemon runs in {home.folder}; `khobao crawl {domain}` crawls without one"
        raise NoDaemon(message)
    try:
        await client.poll_now(domain)
    finally:
        await client.close()


async def annotate(home: Home, note: Annotation) -> None:
    """Have a note kept by whoever writes here: the daemon that runs, or else a crawl process of its own."""
    async with _client(home) as client:
        await client.annotate(note)


async def _one(
    client: CrawlClient, site: str, again: list[str] | None, show: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    try:
        return await client.crawl(site, again=again, progress=show)
    except (CrawlBroke, CrawlEnded) as error:
        return {**CrawlReport(site, errors=[str(error)]).as_json(), "failed": True}


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
