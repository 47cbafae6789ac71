"""A site's file, `sites/<domain>.toml`: read with every fault named at once, written with comments that teach."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tomlkit

from pipeline.config.fields import check_host, parse_span
from pipeline.config.site import Domain, Every, Site
from pipeline.config.toml import converter, read_toml, structure, structure_table
from pipeline.errors import BadFile
from pipeline.files import write_text
from pipeline.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tomlkit.items import Table

    from pipeline.config.site import Rules, Source

_PAUSED = "paused = true\n"  # the first of a file: behind a table's heading it would be that table's
_PAUSED_LINE = re.compile(r"\s*paused\s*=")


def file_name(domain: str) -> str:
    """The name of a site's file: `baonghean.vn.toml`; a port's colon becomes _."""
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


def set_paused(path: Path, *, paused: bool) -> bool:
    """Write into a site's file whether it is paused; all else in it stays. False where it said so already.

    Raises BadFile where the file is faulty.
    """
    if load_site(path).paused == paused:
        return False
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not _PAUSED_LINE.match(line)
    ]
    write_text(path, "".join([_PAUSED] * paused + lines), fsync=False)
    return True


def with_politeness(text: str, *, delay: float | None, allow_private: bool) -> str:
    """A site's file with `delay` and `allow_private` written into its politeness; comments and all else stay."""
    document = tomlkit.parse(text)
    politeness: Any = document.get("politeness", tomlkit.table())
    if delay is not None:
        politeness["delay"] = delay
    if allow_private:
        politeness["allow_private"] = True
    if politeness and "politeness" not in document:
        document["politeness"] = politeness
    return tomlkit.dumps(document)


def to_toml(site: Site, remarks: Iterable[str] = ()) -> str:
    """A site as a file, which `load_site` reads back as the same Site; comments tell what can be added.

    `remarks` stand at its top as comments.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment(f"What is watched of {site.domain}. Every key is explained in docs/sites.md."))
    for remark in remarks:
        document.add(tomlkit.comment(clean(remark)))
    document.add("domain", tomlkit.item(site.domain))
    document.add("name", tomlkit.item(site.name))
    document.add("kind", tomlkit.item(site.kind).comment("portal, newspaper or agency"))
    document.add(
        "provinces", tomlkit.item(list(site.provinces)).comment('official codes, such as "19" for Thái Nguyên')
    )
    if site.domains:
        document.add("domains", tomlkit.item([_domain(domain) for domain in site.domains]))
    if site.article is None:
        document.add(tomlkit.comment("article = '-\\d+\\.html$'  # a pattern, if articles are taken for other pages"))
    else:
        document.add("article", tomlkit.string(site.article, literal="'" not in site.article))
    for key, table in _tables(site):
        document.add(tomlkit.nl())
        document.add(key, table)
    return tomlkit.dumps(document)


def _domain(domain: Domain) -> Any:
    if domain.until is None:
        return domain.name
    table = tomlkit.inline_table()
    table.update({"name": domain.name, "until": domain.until})
    return table


def _tables(site: Site) -> Iterator[tuple[str, Any]]:
    politeness = tomlkit.table()
    if site.politeness.delay is None:
        politeness.add(tomlkit.comment("delay = 2.0  # seconds between two requests; without it khobao.toml's"))
    else:
        politeness.add("delay", tomlkit.item(site.politeness.delay).comment("seconds between two requests"))
    if site.politeness.allow_private:
        line = tomlkit.item(True).comment("this site's hosts may be on a private network")  # noqa: FBT003  its value
        politeness.add("allow_private", line)
    yield "politeness", politeness
    for key, tables in (("sources", map(_source, site.sources)), ("extraction", map(_rules, site.extraction))):
        array = tomlkit.aot()
        for table in tables:
            array.append(table)
        if array:
            yield key, array


def _source(source: Source) -> Table:
    table = tomlkit.table()
    table.update({"kind": source.kind, "url": source.url})
    if source.every != Every():
        spans = [_span(source.every.soonest), _span(source.every.latest)]
        table.add("every", spans[0] if source.every.is_fixed else spans)
    table.update({key: value for key in ("since", "max_pages") if (value := getattr(source, key)) is not None})
    return table


def _rules(rules: Rules) -> Table:
    table = tomlkit.table()
    keys = ("until", "title", "sapo", "body", "date", "authors", "caption")
    table.update({key: value for key in keys if (value := getattr(rules, key)) is not None})
    if rules.remove:
        table.add("remove", list(rules.remove))
    return table


def _span(span: timedelta) -> str:
    """Write a length of time in its largest whole unit: `6h`, `90s`."""
    seconds = round(span.total_seconds())
    unit, size = next(
        (unit, size) for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)) if seconds % size == 0
    )
    return f"{seconds // size}{unit}"


def _structure_every(value: object, _: type) -> Every:
    if isinstance(value, str):
        return Every(parse_span(value), parse_span(value))
    if isinstance(value, list) and len(value) == 2 and parse_span(value[0]) <= parse_span(value[1]):
        return Every(parse_span(value[0]), parse_span(value[1]))
    msg = f'{value!r}; a length of time ("15m") is wanted, or the shortest and the longest (["2m", "3h"])'
    raise ValueError(msg)


def _structure_domain(value: Any, _: type) -> Domain:
    return Domain(check_host(value)) if isinstance(value, str) else _domain_from_table(value, Domain)


converter.register_structure_hook(timedelta, lambda value, _: parse_span(value))
converter.register_structure_hook(Domain, _structure_domain)
converter.register_structure_hook(Every, _structure_every)
_domain_from_table = structure_table(Domain)
