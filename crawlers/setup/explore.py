"""Looks at a site and says what to watch of it: its feeds, its sitemap, else its front page and sections.

Every candidate is fetched and must name articles of the site. Few good sources are wanted: the feeds that together
know what the front page shows, for what is new; and, for all there is, a sitemap, or else the sections with their
further pages.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

from crawlers.net import FetchedPage, Fetcher, Refused, delay_of, user_agent
from crawlers.setup.recipes import recipe
from crawlers.setup.survey import Survey
from crawlers.sources import BadSource
from pipeline.config import Domain, Every, Politeness, Site, Source, file_name, load_site, to_toml, with_politeness
from pipeline.errors import BadFile, KhobaoError
from pipeline.extraction import FRONT_PAGE_NAMES
from pipeline.hosts import bare_host
from pipeline.text import fold
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawlers.setup.survey import Seen
    from crawlers.sources import LinkedPage
    from pipeline.config import Home, Settings, SiteKind

MAX_FEEDS = 12
MAX_SECTIONS = 15
# How often what is there for completeness is looked at, where feeds bring the news.
REST = Every(timedelta(hours=1), timedelta(hours=6))


class NoAddress(KhobaoError):
    """What was given is neither a domain nor a web address."""

    exit_code = 2


class NothingToWatch(KhobaoError):
    """No source of a site names an article of it. The message tells what was tried."""


@attrs.frozen
class Exploration:
    """What came of looking at a site: the Site, its file's text, and a note on each thing that was looked at."""

    site: Site
    toml: str
    notes: tuple[str, ...]


def host_of(address: str) -> str:
    """Return the host (with :port) of a URL or a domain as a person types it. Raises NoAddress."""
    url = canonical(address if "://" in address else f"http://{address}")
    if url is None:
        message = f"{address!r} is neither a domain nor an http:// or https:// address"
        raise NoAddress(message)
    return bare_host(urlsplit(url).netloc)


def explore(address: str, fetcher: Fetcher, *, delay: float | None = None, allow_private: bool = False) -> Exploration:
    """Return what to watch of a site. A recipe we ship for it is taken as it is; nothing is fetched then.

    `delay` and `allow_private` are written into the site's politeness. Raises Refused where the site can't be
    reached, NothingToWatch where it names no articles.
    """
    host = host_of(address)
    path = recipe(host)
    if path is not None:
        return _from_recipe(path, delay=delay, allow_private=allow_private)
    home = _home(address, fetcher)
    survey = Survey(fetcher, _site_of(home, host, Politeness(delay, allow_private)), home.url)
    sources = _choose(survey, home, address)
    if not sources:
        tried = "\n".join(f"  {note}" for note in survey.notes)
        raise NothingToWatch(f"{home.url}: nothing there names articles of {survey.site.domain}\n{tried}".rstrip())
    site = attrs.evolve(survey.site, sources=tuple(sources))
    return Exploration(site, to_toml(site), tuple(survey.notes))


def _from_recipe(path: Path, *, delay: float | None, allow_private: bool) -> Exploration:
    site = load_site(path)
    polite = Politeness(
        delay=site.politeness.delay if delay is None else delay,
        allow_private=allow_private or site.politeness.allow_private,
    )
    text = with_politeness(path.read_text(encoding="utf-8"), delay=delay, allow_private=allow_private)
    note = f"{path.name} is shipped with Kho Báo; nothing was asked of the site"
    return Exploration(attrs.evolve(site, politeness=polite), text, (note,))


def _home(address: str, fetcher: Fetcher) -> FetchedPage:
    """Return the site's front page, by the scheme it answers on; an empty one where it answers with an error.

    Raises Refused where it does not answer.
    """
    parts = urlsplit(address if "://" in address else f"//{address}")
    # A port is mostly that of a test, a neighbour's machine or a proxy, and these speak HTTP.
    schemes = [parts.scheme] if parts.scheme else ["http", "https"] if ":" in parts.netloc else ["https", "http"]
    failure: Refused | None = None
    for scheme in schemes:
        url = f"{scheme}://{parts.netloc}/"
        try:
            return fetcher.get(url)
        except Refused as error:
            if error.status:
                return FetchedPage(url, "", b"")
            failure = failure or error
    assert failure is not None
    raise failure


def _site_of(home: FetchedPage, asked: str, politeness: Politeness) -> Site:
    """Return the site without its sources. A redirect tells its present domain; the one asked for was its before."""
    domain = bare_host(urlsplit(home.url).netloc)
    former = () if asked == domain else (Domain(asked),)
    return Site(domain=domain, name=domain, domains=former, politeness=politeness)


def _choose(survey: Survey, home: FetchedPage, address: str) -> list[Source]:
    """Return the sources worth watching, best first."""
    front = survey.read_front(home)
    page = front.page if front else None
    survey.site = attrs.evolve(survey.site, name=_name(page, survey.site), kind=_kind(page, survey.site))
    shown = front.urls if front else frozenset()
    asked = canonical(address) if "://" in address else None
    wanted = [seen for url in [asked] if url and urlsplit(url).path != "/" if (seen := survey.see(url)) and seen.urls]
    sitemaps = survey.sitemaps()
    listed = frozenset[str]().union(*(one.urls for one in sitemaps))
    feeds = cover(survey.feeds(page), shown, complete=bool(sitemaps))
    sources = [Source(one.kind, one.url) for one in wanted] + [Source("feed", one.url) for one in feeds]
    rest = REST if feeds else Every()
    sources += [Source("sitemap", one.url, every=rest) for one in sitemaps]
    known = listed.union(*(one.urls for one in feeds))
    if front and not (sitemaps and shown <= known):
        sources += [Source("listing", url, every=rest) for url in _listings(survey, front, known)]
    return list({source.url: source for source in reversed(sources)}.values())[::-1]


def cover(feeds: list[Seen], shown: frozenset[str], *, complete: bool) -> list[Seen]:
    """Return the feeds that know what any knows of the front page; `complete` says that no others are needed."""
    chosen: list[Seen] = []
    left, rest = shown, list(feeds)
    while rest and len(chosen) < MAX_FEEDS:
        known = frozenset[str]().union(*(one.urls for one in chosen))
        best = max(rest, key=lambda one: (len(one.urls & left), len(one.urls - known)))
        adds = best.urls & left if complete and chosen else best.urls - known
        if not adds:
            break
        chosen.append(best)
        rest.remove(best)
        left -= best.urls
    return chosen


def _listings(survey: Survey, front: Seen, known: frozenset[str]) -> list[str]:
    """Return the pages to watch as listings: the front page, and sections with articles of their own.

    What stands on most sections is their sidebar and makes no listing of a page of contacts.
    """
    assert front.page is not None
    sections = survey.sections(front.page, MAX_SECTIONS)
    often = Counter(url for one in sections for url in one.urls)
    sidebar = {url for url, times in often.items() if times > max(2, len(sections) / 2)}
    own = [one for one in sections if one.urls - sidebar]
    worth = [one for one in own if one.goes_on or one.urls - known]
    front_page = [front] if front.urls and (front.goes_on or front.urls - known or not known) else []
    return [one.url for one in (*front_page, *worth)]


_NO_NAMES = FRONT_PAGE_NAMES | {"index", "tin moi"}


def _name(page: LinkedPage | None, site: Site) -> str:
    """Return what the site calls itself: the first part of its name or title that is no `Trang chủ`."""
    parts = re.split(r"\s+[-–|»]\s+", page.name) if page and page.name else []
    return next((part[:100] for part in parts if part and fold(part) not in _NO_NAMES), site.domain)


def _kind(page: LinkedPage | None, site: Site) -> SiteKind:
    said = fold(page.name or "") if page else ""
    if site.domain.endswith(".gov.vn") or "cong thong tin" in said or "cong ttdt" in said:
        return "portal"
    return "agency" if "thong tan" in said else "newspaper"


def add(
    home: Home,
    address: str,
    *,
    delay: float | None = None,
    allow_private: bool = False,
    force: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Path, tuple[str, ...]]:
    """Explore a site and write its file into a home; return the file and what was noted. `say` hears what is asked.

    Raises BadFile where the file is there and `force` is not said, and what `explore` raises.
    """
    settings = home.settings()
    host = host_of(address)
    _refuse_to_overwrite(home, host, force=force)
    pause = settings.polite_delay if delay is None else delay
    with Fetcher(user_agent(settings), delay=pause, private=[host] if allow_private else (), say=say) as fetcher:
        found = explore(address, fetcher, delay=delay, allow_private=allow_private)
    _refuse_to_overwrite(home, found.site.domain, force=force)
    path = home.sites_folder / file_name(found.site.domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(found.toml, encoding="utf-8")
    return path, found.notes


def _refuse_to_overwrite(home: Home, domain: str, *, force: bool) -> None:
    path = home.sites_folder / file_name(domain)
    if path.exists() and not force:
        raise BadFile(path, [f"is there already, so {domain} is watched; --force writes it anew"])


def check(site: Site, settings: Settings) -> Iterator[dict[str, Any]]:
    """Try each source of a site: {site, kind, url, ok, articles, error}, one after another."""
    private = site.hosts if site.politeness.allow_private else ()
    with Fetcher(user_agent(settings), delay=delay_of(site, settings), private=private) as fetcher:
        survey = Survey(fetcher, site, f"https://{site.domain}/")
        for source in site.sources:
            articles, error = _try_source(survey, source)
            shown = {"site": site.domain, "kind": source.kind, "url": source.url}
            yield {**shown, "ok": error is None, "articles": articles, "error": error}


def _try_source(survey: Survey, source: Source) -> tuple[int, str | None]:
    """Return how many articles a source names, and what is wrong with it."""
    try:
        seen = survey.look(source.url)
    except (Refused, BadSource) as error:
        return 0, str(error)
    if seen.kind != source.kind:
        return len(seen.urls), f"is a {seen.kind}, not a {source.kind}"
    return len(seen.urls), None if seen.urls else f"names no article of {survey.site.domain}"
