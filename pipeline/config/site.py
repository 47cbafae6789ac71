"""Site and Source: what is watched, as data. `sites/<domain>.toml` in, frozen values out, every fault said at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

import attrs

from pipeline.config.toml import converter, read_toml, structure, structure_table
from pipeline.errors import BadFile
from pipeline.hosts import bare_host
from pipeline.provinces import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Kind = Literal["portal", "newspaper", "agency"]
SourceKind = Literal["feed", "sitemap", "listing"]

HOST = re.compile(r"(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?", re.ASCII)
MAX_DELAY = 86_400  # seconds between two requests; a day
SPAN = re.compile(r"(\d+)\s*([smhd])", re.ASCII)
REVISIT = (timedelta(hours=1), timedelta(hours=6), *(timedelta(days=days) for days in (1, 3, 14, 60)))
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _host(value: str) -> str:
    if not HOST.fullmatch(value):
        msg = f"{value!r}; a lower-case host name is wanted, with :port where it has one"
        raise ValueError(msg)
    return value


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:  # past 65535 `port` raises
        msg = f"{value!r}; a whole http:// or https:// address is wanted"
        raise ValueError(msg)
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        msg = f"{value!r}; a regular expression is wanted ({error})"
        raise ValueError(msg) from None
    return value


def _selector(value: str) -> str:
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415  only a file with selectors pays for it

    try:
        HTMLTranslator().css_to_xpath(value)
    except SelectorError as error:
        msg = f"{value!r}; a CSS selector is wanted ({error})"
        raise ValueError(msg) from None
    return value


def _between(least: float, most: float) -> Callable[[float], float]:
    def check(value: float) -> float:
        if not least <= value <= most:
            msg = f"{value}; {least} to {most} is wanted" if value > most else f"{value}; {least} or more is wanted"
            raise ValueError(msg)
        return value

    return check


def _province(value: str) -> str:
    if value not in NAMES:
        msg = f"{value!r} is no province's code; Thái Nguyên's is \"19\""
        raise ValueError(msg)
    return value


def _some_text(value: str) -> str:
    if not value.strip():
        msg = "is empty; say something"
        raise ValueError(msg)
    return value


def parse_span(text: object) -> timedelta:
    """Return the length of time that `90s`, `15m`, `6h` or `1d` names. Raises ValueError."""
    match = SPAN.fullmatch(text) if isinstance(text, str) else None
    if not match or int(match[1]) == 0 or len(match[1]) > 6:
        msg = f"{text!r} is no length of time; 90s, 15m, 6h or 1d is wanted"
        raise ValueError(msg)
    return timedelta(**{UNITS[match[2]]: int(match[1])})


# A type with its rule: the converter structures the type, then calls the rule. So each field's fault is found alone,
# and all of them at once.
Text = Annotated[str, _some_text]
ProvinceCode = Annotated[str, _province]
Host = Annotated[str, _host]
Address = Annotated[str, _address]
Pattern = Annotated[str, _pattern]
Selector = Annotated[str, _selector]
Seconds = Annotated[float, _between(0, MAX_DELAY)]
Gigabytes = Annotated[float, _between(0, 1_000_000)]
Count = Annotated[int, _between(1, 1_000_000)]
Port = Annotated[int, _between(1, 65_535)]


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
    url: Address
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
    kind: Kind = "newspaper"
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


def file_name(domain: str) -> str:
    """Return the name of a site's file: `baonghean.vn.toml`; a port's colon becomes _."""
    return re.sub(r"[^a-z0-9.-]", "_", domain) + ".toml"


def load_site(path: Path) -> Site:
    """Read one site's file. Raises BadFile with every fault, each with its place and the rule it breaks."""
    site = structure(read_toml(path), Site, path, domain=path.stem)
    faults = list(_faults_between_fields(site))
    if path.name != file_name(site.domain):
        faults.append(f"domain is {site.domain!r}, so the file has to be called {file_name(site.domain)}")
    if faults:
        raise BadFile(path, faults)
    return site


def load_sites(folder: Path) -> list[Site]:
    """Read all sites of a folder, by domain. Raises BadFile with the faults of all files together."""
    sites: list[Site] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            sites.append(load_site(path))
        except BadFile as error:
            faults += [f"{path.name}: {fault}" for fault in error.faults]
    if faults:
        raise BadFile(folder, faults)
    return sites


def _faults_between_fields(site: Site) -> list[str]:
    faults = [
        f"sources[{number}].url is on {urlsplit(source.url).netloc}, which is none of the site's hosts"
        " (add it to domains)"
        for number, source in enumerate(site.sources)
        if not site.owns(source.url)
    ]
    urls = [source.url for source in site.sources]
    faults += [f"sources: {url} is listed twice" for url in sorted({url for url in urls if urls.count(url) > 1})]
    return faults


def _structure_every(value: object, _: type) -> Every:
    if isinstance(value, str):
        return Every(parse_span(value), parse_span(value))
    if isinstance(value, list) and len(value) == 2 and parse_span(value[0]) <= parse_span(value[1]):
        return Every(parse_span(value[0]), parse_span(value[1]))
    msg = f'{value!r}; a length of time ("15m") is wanted, or the shortest and the longest (["2m", "3h"])'
    raise ValueError(msg)


def _structure_domain(value: Any, _: type) -> Domain:
    return Domain(_host(value)) if isinstance(value, str) else _domain_from_table(value, Domain)


converter.register_structure_hook(timedelta, lambda value, _: parse_span(value))
converter.register_structure_hook(Domain, _structure_domain)
converter.register_structure_hook(Every, _structure_every)
_domain_from_table = structure_table(Domain)
