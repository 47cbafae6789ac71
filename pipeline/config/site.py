"""Site and Source: what is watched, as frozen values. pipeline.config.site_files reads and writes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit

import attrs

from pipeline.config.fields import Count, Host, HttpUrl, Pattern, ProvinceCode, Seconds, Selector, Text
from pipeline.hosts import bare_host

SiteKind = Literal["portal", "newspaper", "agency"]
SourceKind = Literal["feed", "sitemap", "listing"]

REVISIT = (timedelta(hours=1), timedelta(hours=6), *(timedelta(days=days) for days in (1, 3, 14, 60)))


@attrs.frozen
class Domain:
    """A host the site is or was served from; a former one ends with `until`, the first day it was no longer in use."""

    name: Host
    until: date | None = None


@attrs.frozen
class Every:
    """How often a source is asked: not sooner than that after the last time, and not later; equal: just so often."""

    soonest: timedelta = timedelta(minutes=2)
    latest: timedelta = timedelta(hours=3)

    @property
    def is_fixed(self) -> bool:
        """Whether soonest and latest are one: then the timetable has nothing to choose."""
        return self.soonest == self.latest


# How often what is watched for completeness is polled, where other sources bring the news.
REST = Every(timedelta(hours=1), timedelta(hours=6))


@attrs.frozen
class Source:
    """One page of a site that names new articles.

    `since` and `max_pages` take less than all it lists.
    """

    kind: SourceKind
    url: HttpUrl
    every: Every = Every()
    """How often it is asked: within these bounds, as its news come."""
    since: date | None = None
    """No article published before that day."""
    max_pages: Count | None = None
    """Of a listing, or files of a sitemap."""


@attrs.frozen
class Politeness:
    """How a site is asked. `delay` is in seconds between two requests; None means the default of khobao.toml."""

    delay: Seconds | None = None
    allow_private: bool = False


@attrs.frozen
class Rules:
    """Where an article stands in this site's pages: CSS selectors, all optional.

    What they don't find, the general extractor does. `until` is the first day the site no longer looked so: older
    captures are still read with them.
    """

    until: date | None = None
    title: Selector | None = None
    sapo: Selector | None = None
    body: Selector | None = None
    date: Selector | None = None
    authors: Selector | None = None
    caption: Selector | None = None
    remove: tuple[Selector, ...] = ()


@attrs.frozen
class Site:
    """One watched portal or newspaper."""

    domain: Host
    """Its host, with :port where it has one. It names the site's file."""
    name: Text
    kind: SiteKind = "newspaper"
    provinces: tuple[ProvinceCode, ...] = ()
    domains: tuple[Domain, ...] = ()
    sources: tuple[Source, ...] = ()
    politeness: Politeness = Politeness()
    article: Pattern | None = None
    """Found in the address of every article and of no other page."""
    extraction: tuple[Rules, ...] = ()
    keep: tuple[Text, ...] = ()
    """Lines that belong to its articles, though so many have them that they look like boilerplate."""
    revisit: tuple[timedelta, ...] = REVISIT
    """When an article is visited again, counted from when it was first seen."""
    gone_after: timedelta = timedelta(days=3)
    """How long an article has to be missing before it counts as gone."""
    discover: bool = True
    """Sections that a crawl meets and no source covers become sources."""
    paused: bool = False
    """The daemon does not crawl it."""

    @property
    def hosts(self) -> frozenset[str]:
        """Every host (no www., with :port) whose pages are this site's own, the former ones too."""
        return frozenset({bare_host(self.domain), *(bare_host(domain.name) for domain in self.domains)})

    def owns(self, url: str) -> bool:
        """Whether a URL is on one of the site's hosts, or below one (`thanhpho.` of the site)."""
        host = bare_host(urlsplit(url).netloc.rpartition("@")[2])
        return any(host == own or host.endswith("." + own) for own in self.hosts)

    def rules_at(self, day: date) -> tuple[Rules, ...]:
        """The rules in force on a day, the one that ends soonest first."""
        current = [rules for rules in self.extraction if rules.until is None or day < rules.until]
        return tuple(sorted(current, key=lambda rules: rules.until or date.max))
