"""Looks at a site and decides what to watch of it, by the recipe shipped for it or by a survey of its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from crawlers.net import FetchedPage, Fetcher, Refused
from crawlers.setup.choose import choose_sources
from crawlers.setup.recipes import recipe
from crawlers.setup.section_queue import site_folder
from crawlers.setup.survey import MAX_REQUESTS, Survey
from crawlers.sources import BadSource, read_links
from pipeline.config import Domain, Politeness, Site, load_site, to_toml, with_politeness
from pipeline.errors import KhobaoError
from pipeline.extraction import FRONT_PAGE_NAMES
from pipeline.hosts import bare_host
from pipeline.text import fold
from pipeline.urls import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from crawlers.sources import LinkedPage
    from pipeline.config import SiteKind

_NO_NAMES = FRONT_PAGE_NAMES | {"index", "tin moi"}


class NoAddress(KhobaoError):
    """What was given is neither a domain nor a web address."""

    exit_code = 2


class NothingToWatch(KhobaoError):
    """No source of a site names an article of it. The message tells what was tried."""


@attrs.frozen
class Exploration:
    """What is to be watched of a site."""

    site: Site
    toml: str
    """Text of the site's file."""
    notes: tuple[str, ...]
    """What each page was that was fetched, for a person to read."""


def host_of(address: str) -> str:
    """The host (with :port) of a URL or a domain as a person types it, without www. Raises NoAddress."""
    url = canonical(address if "://" in address else f"http://{address}")
    if url is None:
        message = f"{address!r} is neither a domain nor an http:// or https:// address"
        raise NoAddress(message)
    return bare_host(urlsplit(url).netloc)


def explore(
    address: str,
    fetcher: Fetcher,
    *,
    delay: float | None = None,
    allow_private: bool = False,
    max_requests: int = MAX_REQUESTS,
) -> Exploration:
    """Decide what to watch of a site. A recipe that is shipped for it is taken as it is; nothing is fetched then.

    A page that is the front page of a site below its path (`http://host/truong-x/`) is explored below that path.
    `delay` and `allow_private` are written into the site's politeness. Raises Refused where the site can't be
    reached, NothingToWatch where it names no articles.
    """
    host = host_of(address)
    path = recipe(host)
    if path is not None:
        return _from_recipe(path, delay=delay, allow_private=allow_private)
    typed_page = _fetch_typed(address, fetcher)
    folder = _folder_of(typed_page) if typed_page else None
    front_page = typed_page if typed_page and folder else fetch_front_page(address, fetcher)
    site = _site_of(front_page, host, Politeness(delay, allow_private))
    survey = Survey(fetcher, site, front_page.url, folder=folder or "/", max_requests=max_requests)
    if typed_page and not folder:
        survey.read_typed(typed_page)
    front = survey.read_front(front_page)
    page = front.page if front else None
    survey.site = attrs.evolve(survey.site, name=_name(page, survey.site), kind=_kind(page, survey.site))
    sources = choose_sources(survey, front, address)
    if not sources:
        tried = "\n".join(f"  {note}" for note in survey.notes)
        raise NothingToWatch(
            f"{front_page.url}: nothing there names articles of {survey.site.domain}\n{tried}".rstrip()
        )
    site = attrs.evolve(survey.site, sources=tuple(sources))
    limits = survey.limits(sources)
    return Exploration(site, to_toml(site, remarks=limits), tuple(dict.fromkeys([*survey.notes, *limits])))


def _from_recipe(path: Path, *, delay: float | None, allow_private: bool) -> Exploration:
    site = load_site(path)
    polite = Politeness(
        delay=site.politeness.delay if delay is None else delay,
        allow_private=allow_private or site.politeness.allow_private,
    )
    text = with_politeness(path.read_text(encoding="utf-8"), delay=delay, allow_private=allow_private)
    note = f"{path.name} is shipped with Kho Báo; nothing was asked of the site"
    return Exploration(attrs.evolve(site, politeness=polite), text, (note,))


def fetch_front_page(address: str, fetcher: Fetcher) -> FetchedPage:
    """Fetch the site's front page, by the scheme it answers on; an empty one where it answers with an error.

    Raises Refused where it does not answer.
    """
    parts = urlsplit(address if "://" in address else f"//{address}")
    failure: Refused | None = None
    for scheme in _schemes(address):
        url = f"{scheme}://{parts.netloc}/"
        try:
            return fetcher.get(url)
        except Refused as error:
            if error.status:
                return FetchedPage(url, "", b"")
            failure = failure or error
    assert failure is not None
    raise failure


def _fetch_typed(address: str, fetcher: Fetcher) -> FetchedPage | None:
    """Fetch the page that a person named, if that is no front page of a host; None where it can't be had."""
    url = canonical(address if "://" in address else f"https://{address}")
    if url is None or urlsplit(url)[2:4] in {("/", ""), ("", "")}:
        return None
    for scheme in _schemes(address):
        try:
            return fetcher.get(urlsplit(url)._replace(scheme=scheme).geturl())
        except Refused:
            pass
    return None


def _folder_of(page: FetchedPage) -> str | None:
    """The path that a page is the front page of, if it is one of a site below a path of its host."""
    try:
        return site_folder(read_links(page.body, page.url, page.content_type))
    except BadSource:
        return None


def _schemes(address: str) -> list[str]:
    """Schemes that an address may be asked by, the likelier first."""
    parts = urlsplit(address if "://" in address else f"//{address}")
    # A port is mostly that of a test, a neighbour's machine or a proxy, and these speak HTTP.
    return [parts.scheme] if parts.scheme else ["http", "https"] if ":" in parts.netloc else ["https", "http"]


def _site_of(front_page: FetchedPage, host: str, politeness: Politeness) -> Site:
    """The site without sources. A redirect tells its present domain; the `host` that was asked is a former one."""
    domain = bare_host(urlsplit(front_page.url).netloc)
    former = () if host == domain else (Domain(host),)
    return Site(domain=domain, name=domain, domains=former, politeness=politeness)


def _name(page: LinkedPage | None, site: Site) -> str:
    """What the site calls itself: the first part of its name or title that is no `Trang chủ`."""
    parts = re.split(r"\s+[-–|»]\s+", page.name) if page and page.name else []
    return next((part[:100] for part in parts if part and fold(part) not in _NO_NAMES), site.domain)


def _kind(page: LinkedPage | None, site: Site) -> SiteKind:
    name = fold(page.name or "") if page else ""
    if site.domain.endswith(".gov.vn") or "cong thong tin" in name or "cong ttdt" in name:
        return "portal"
    return "agency" if "thong tan" in name else "newspaper"
