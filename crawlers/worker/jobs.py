"""Jobs that commands give: to the daemon that runs in a home, or else to a crawl process of their own."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from crawlers.report import CrawlReport
from crawlers.worker.client import CrawlBroke, CrawlClient, CrawlEnded, connect, start
from crawlers.worker.protocol import CrawlJob, Revisit
from pipeline.archive import articles, prepare_archive, read_archive
from pipeline.errors import Busy, KhobaoError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from sqlite_utils import Database

    from pipeline.annotation import Annotation
    from pipeline.config import Home, Site

SETTLE = 5.0  # seconds given to a daemon that has the lock and does not listen yet


class UnknownSite(KhobaoError):
    """A name on the command line leads to no watched site, or to nothing that is archived."""

    exit_code = 2


class NoDaemon(KhobaoError):
    """No daemon runs in this home to take an order."""


def find_site(watched: Sequence[Site], name: str) -> Site:
    """The watched site that a domain (any it has had), host:port or name means; case does not count.

    Raises UnknownSite.
    """
    key = name.casefold().removeprefix("www.")
    for site in watched:
        if key in {site.domain, site.name.casefold(), *site.hosts}:
            return site
    message = f"no site {name!r} is watched (watched: {', '.join(site.domain for site in watched) or 'none'})"
    raise UnknownSite(message)


def jobs_for(home: Home, names: Sequence[str], *, revisit: bool) -> list[CrawlJob]:
    """The crawls that a command line means, one a site: of what is new, or of stored articles where `revisit`.

    `names` are sites, with `revisit` also URLs of stored articles; none means all sites. Raises UnknownSite.
    """
    watched = home.sites()
    if not watched:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise UnknownSite(message)
    names = names or [site.domain for site in watched]
    if not revisit:
        return [CrawlJob(domain) for domain in dict.fromkeys(find_site(watched, name).domain for name in names)]
    urls: defaultdict[str, list[str]] = defaultdict(list)
    with read_archive(home) as db:
        for name in names:
            site, stored = _stored(db, watched, name)
            urls[site.domain] += stored
    return [CrawlJob(domain, Revisit(tuple(addresses))) for domain, addresses in urls.items()]


def _stored(db: Database, watched: Sequence[Site], name: str) -> tuple[Site, list[str]]:
    if not name.startswith(("http://", "https://")):
        site = find_site(watched, name)
        return site, articles.urls_of_site(db, site.domain)
    owner = next((site for site in watched if site.owns(name)), None)
    if owner is None:
        message = f"{name} is on none of the watched sites"
        raise UnknownSite(message)
    article_id = articles.at_address(db, owner, [name])
    urls = [articles.url_of(db, article_id)] if article_id else []
    if not urls:
        message = f"{name} is not in the archive; `khobao crawl {owner.domain}` fetches what is new"
        raise UnknownSite(message)
    return owner, urls


async def run_jobs(home: Home, jobs: Sequence[CrawlJob], show: Callable[[CrawlReport], None]) -> list[CrawlReport]:
    """Crawl sites side by side: their reports, in the order of the jobs. `show` is called with reports on the way."""
    home.settings()  # a faulty khobao.toml is said here, not by a child that dies of it
    async with _client(home) as client:
        return list(await asyncio.gather(*(_run(client, job, show) for job in jobs)))


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


async def annotate(home: Home, annotation: Annotation) -> None:
    """Have an annotation kept by whoever writes here: the daemon that runs, or else a crawl process of its own."""
    async with _client(home) as client:
        await client.annotate(annotation)


async def _run(client: CrawlClient, job: CrawlJob, show: Callable[[CrawlReport], None]) -> CrawlReport:
    try:
        return await client.crawl(job, show)
    except (CrawlBroke, CrawlEnded) as error:
        return CrawlReport(job.site, errors=[str(error)], aborted=True)


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
