"""What narrows a search as a page's address has it, and the links that narrow further or take a narrowing away."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qsl, urlencode

import attrs

from pipeline.provinces import Province, name_of, name_since
from pipeline.revisits import AVAILABILITIES
from pipeline.search import Filters, Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from browse.locale import Locale
    from pipeline.search import Counts

ORDERS: tuple[Order, ...] = get_args(Order)
VALUES = 10  # of one kind; who wants one further down narrows by another kind first, or types its name


@attrs.frozen
class Link:
    """One value to narrow by, or to narrow by no more: its words, where it leads, how many articles it has."""

    label: str
    address: str
    articles: int | None = None


@attrs.frozen
class Facet:
    """The values of one kind."""

    name: str
    links: tuple[Link, ...]


def read(arguments: Mapping[str, str]) -> tuple[Filters, list[str]]:
    """Return how a search is narrowed, and the values that can't be read, which are left out."""
    days = {name: _day(arguments.get(name)) for name in ("since", "until")}
    state = next((one for one in AVAILABILITIES if one == arguments.get("availability")), None)
    province = Province.parse(arguments.get("province") or "")
    narrowing = Filters(
        site=arguments.get("site") or None,
        province=province,
        section=arguments.get("section") or None,
        agency=arguments.get("agency") or None,
        **days,
        availability=state,
        edited=arguments.get("edited") == "1",
    )
    understood = {**days, "province": province, "availability": state}
    return narrowing, [text for name, value in understood.items() if (text := arguments.get(name)) and not value]


def order(arguments: Mapping[str, str]) -> Order:
    """Return the order asked for, by relevance where there is none such."""
    return next((one for one in ORDERS if one == arguments.get("order")), "relevance")


def address(query_string: str, **changed: str | None) -> str:
    """Return a page's address with some arguments changed, or left out (None); the language is the cookie's matter."""
    kept = (written for name, written in _arguments(query_string) if name not in changed and name != "lang")
    return "?" + "&".join([*kept, *(urlencode({name: value}) for name, value in changed.items() if value is not None)])


@lru_cache(maxsize=8)  # a page asks for some eighty addresses that differ from its own in one argument
def _arguments(query_string: str) -> tuple[tuple[str, str], ...]:
    """Return the name of each argument, and all of it as an address has it."""
    return tuple((name, urlencode({name: value})) for name, value in parse_qsl(query_string, errors="replace"))


def taken(locale: Locale, narrowing: Filters, names: Mapping[str, str], query_string: str) -> list[Link]:
    """Return the narrowings that are in force, each with the address of the search without it."""
    labels = {
        "site": narrowing.site and names.get(narrowing.site, narrowing.site),
        "province": narrowing.province and province_label(locale, narrowing.province),
        "section": narrowing.section,
        "agency": narrowing.agency,
        "availability": narrowing.availability and locale.say(narrowing.availability),
        "edited": narrowing.edited and locale.say("edited"),
        "since": narrowing.since and locale.say("since_day", day=locale.short_date(str(narrowing.since))),
        "until": narrowing.until and locale.say("until_day", day=locale.short_date(str(narrowing.until))),
    }
    return [
        Link(str(label), address(query_string, **{name: None, "page": None})) for name, label in labels.items() if label
    ]


def facets(
    locale: Locale, counts: Counts, narrowing: Filters, names: Mapping[str, str], query_string: str
) -> list[Facet]:
    """Return what a search can be narrowed by further: what it is narrowed by already is left out."""
    counted: dict[str, Iterable[tuple[str, str, int]]] = {
        "site": ((site, names.get(site, site), articles) for site, articles in counts.sites),
        "province": ((str(one), province_label(locale, one), articles) for one, articles in counts.provinces),
        "section": ((section, section, articles) for section, articles in counts.sections),
        "agency": ((agency, agency, articles) for agency, articles in counts.agencies),
        "availability": ((state, locale.say(state), articles) for state, articles in counts.states),
        "edited": [("1", locale.say("edited"), counts.edited)] if counts.edited else [],
    }
    standing = attrs.asdict(narrowing, recurse=False)
    made = (
        Facet(
            name,
            tuple(
                Link(label, address(query_string, **{name: value, "page": None}), articles)
                for value, label, articles in list(values)[:VALUES]
            ),
        )
        for name, values in counted.items()
        if not standing[name]
    )
    return [facet for facet in made if facet.links]


def province_label(locale: Locale, province: Province) -> str:
    """Return a province's name, and whether it is the one before or since 1 July 2025."""
    if province.era == "since":
        return locale.say("province_since", name=name_since(province.code))
    return locale.say("province_before", name=name_of(province.code))


def hidden(narrowing: Filters, ordered: Order) -> dict[str, Any]:
    """Return what a form has to carry along because it has no field for it."""
    carried = {
        "province": narrowing.province,
        "section": narrowing.section,
        "agency": narrowing.agency,
        "order": ordered if ordered != "relevance" else None,
    }
    return {name: value for name, value in carried.items() if value}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
