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
        """Tell whether there is nothing to choose."""
        return self.soonest == self.latest


@attrs.frozen
class Source:
    """One page of a site that names new articles.

    `every` is how often it is asked: within its bounds, as its news come. `since` and `max_pages` say
    less than all it lists: no article published before that day, no more pages of a listing (or files of a sitemap)
    than that.
    """

    kind: SourceKind
    url: HttpUrl
    every: Every = Every()
    since: date | None = None
    max_pages: Count | None = None


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
    """One watched portal or newspaper. `domain` is its host (with :port where it has one) and names its file.

    `keep` are lines that belong to its articles, though so many have them that they look like boilerplate. `revisit` is
    when an article is looked at again, from when it was found on; one is `gone` when looks said so over `gone_after`.
    A site that is `paused` is not crawled by the daemon.
    """

    domain: Host
    name: Text
    kind: SiteKind = "newspaper"
    provinces: tuple[ProvinceCode, ...] = ()
    domains: tuple[Domain, ...] = ()
    sources: tuple[Source, ...] = ()
    politeness: Politeness = Politeness()
    article: Pattern | None = None
    extraction: tuple[Rules, ...] = ()
    keep: tuple[Text, ...] = ()
    revisit: tuple[timedelta, ...] = REVISIT
    gone_after: timedelta = timedelta(days=3)
    paused: bool = False

    @property
    def hosts(self) -> frozenset[str]:
        """Every host (no www., with :port) whose pages are this site's own, the former ones too."""
        return frozenset({bare_host(self.domain), *(bare_host(domain.name) for domain in self.domains)})

    def owns(self, url: str) -> bool:
        """Tell whether a URL is on one of the site's hosts, or below one (`thanhpho.` of the site)."""
        host = bare_host(urlsplit(url).netloc.rpartition("@")[2])
        return any(host == own or host.endswith("." + own) for own in self.hosts)

    def rules_at(self, day: date) -> tuple[Rules, ...]:
        """Return the rules that held on a day, the one that ended soonest first."""
        held = [rules for rules in self.extraction if rules.until is None or day < rules.until]
        return tuple(sorted(held, key=lambda rules: rules.until or date.max))
