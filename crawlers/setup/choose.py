"""Which of a site's pages are worth watching as its sources.

Every candidate was fetched and must name articles of the site. Few good sources are best: the feeds that together know
what the front page shows, for what is new; and, for all there is, a sitemap, or else the sections with their further
pages.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipeline.config import REST, Every, Source
from pipeline.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawlers.setup.survey import Candidate, Survey

MAX_FEEDS = 12
# At REST, six hours apart where nothing comes, they are 160 of the 240 polls that a site is asked a day.
MAX_SECTIONS = 40


def choose_sources(survey: Survey, front: Candidate | None, address: str) -> list[Source]:
    """The sources worth watching, best first. `front` is the front page; `address`, where it names a page, one too."""
    on_front = front.articles if front else frozenset()
    typed = _typed(survey, address)
    sitemaps = survey.sitemaps()
    feeds = survey.feeds(front.page if front else None)
    is_known = on_front <= _articles(sitemaps) | _articles(feeds)
    sections = survey.sections(front.page, MAX_SECTIONS) if front and front.page and not (sitemaps and is_known) else []
    feeds = cover([*feeds, *survey.feeds_of(sections)], on_front, complete=bool(sitemaps))
    rest = REST if feeds else Every()
    sources = [Source(typed.kind, typed.url)] if typed else []
    sources += [Source("feed", feed.url) for feed in feeds]
    sources += [Source("sitemap", sitemap.url, every=rest) for sitemap in sitemaps]
    covered = _articles(sitemaps) | _articles(feeds)
    if front and not (sitemaps and on_front <= covered):
        sources += [Source("listing", url, every=rest) for url in _listings(front, sections, covered)]
    return list({source.url: source for source in reversed(sources)}.values())[::-1]


def _typed(survey: Survey, address: str) -> Candidate | None:
    """The page that a person named by a whole URL, unless that is the front page."""
    url = canonical(address if "://" in address else urljoin(survey.root, f"//{address}"))
    candidate = survey.probe(url) if url and urlsplit(url).path != "/" else None
    return candidate if candidate and candidate.articles else None


def cover(feeds: list[Candidate], on_front: frozenset[str], *, complete: bool) -> list[Candidate]:
    """The feeds that know what any knows of the front page's articles; `complete`: other articles need no feed."""
    chosen: list[Candidate] = []
    missing, rest = on_front, list(feeds)
    while rest and len(chosen) < MAX_FEEDS:
        covered = _articles(chosen)
        best = max(rest, key=lambda feed: (len(feed.articles & missing), len(feed.articles - covered)))
        adds = best.articles & missing if complete and chosen else best.articles - covered
        if not adds:
            break
        chosen.append(best)
        rest.remove(best)
        missing -= best.articles
    return chosen


def _listings(front: Candidate, sections: list[Candidate], covered: frozenset[str]) -> list[str]:
    """URLs of the pages to watch as listings: the front page, and sections with articles of their own.

    What is on most sections is their sidebar and makes no listing of a page of contacts.
    """
    frequency = Counter(article for section in sections for article in section.articles)
    sidebar = {article for article, times in frequency.items() if times > max(2, len(sections) / 2)}
    worth = [
        section
        for section in sections
        if section.articles - sidebar and (section.has_next or section.articles - covered)
    ]
    is_worth = front.articles and (front.has_next or front.articles - covered or not covered)
    return [listing.url for listing in ([front] if is_worth else []) + worth]


def _articles(candidates: Iterable[Candidate]) -> frozenset[str]:
    return frozenset[str]().union(*(candidate.articles for candidate in candidates))
