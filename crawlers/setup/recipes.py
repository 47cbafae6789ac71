"""The sites we ship a file for, and how a site's file is written: as a person would want to find it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit

from pipeline.config import Every, file_name, load_site
from pipeline.hosts import bare_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from tomlkit.items import Table

    from pipeline.config import Domain, Rules, Site, Source

FOLDER = Path(__file__).with_name("recipes")


def recipe(domain: str) -> Path | None:
    """Return the file we ship for a site, by its domain or one it had before; None if there is none."""
    host = bare_host(domain)
    paths = sorted(FOLDER.glob("*.toml"))
    named = next((path for path in paths if path.name == file_name(host)), None)
    return named or next((path for path in paths if host in load_site(path).hosts), None)


def with_politeness(text: str, *, delay: float | None, allow_private: bool) -> str:
    """Return a site's file with what the command line said about politeness, all else as it stood."""
    document = tomlkit.parse(text)
    politeness: Any = document.get("politeness", tomlkit.table())
    if delay is not None:
        politeness["delay"] = delay
    if allow_private:
        politeness["allow_private"] = True
    if politeness and "politeness" not in document:
        document["politeness"] = politeness
    return tomlkit.dumps(document)


def to_toml(site: Site) -> str:
    """Return a site's file, which `load_site` reads back as the same Site; comments tell what can be added."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"What is watched of {site.domain}. Every key is explained in docs/sites.md."))
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
