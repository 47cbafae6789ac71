"""What filters a search as a page's address has it, and the links that filter further or take a filter away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args
from urllib.parse import urlencode

import attrs

from browse.links import with_arguments
from pipeline.provinces import Province, name_of, name_since
from pipeline.revisits import AVAILABILITIES
from pipeline.search import Filters, SortOrder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from browse.locale import Locale
    from pipeline.search import Counts

ORDERS: tuple[SortOrder, ...] = get_args(SortOrder)
VALUES = 10  # of one facet; who wants one further down filters by another facet first, or types its name


@attrs.frozen
class SearchLink:
    """A search by one value, or without it."""

    label: str
    address: str
    articles: int | None = None
    """How many it finds; None where that is not said."""


@attrs.frozen
class FacetSection:
    """The most frequent values of one kind."""

    name: str
    """As the address has it: site, province, section, agency, availability, edited."""
    links: tuple[SearchLink, ...]


@attrs.frozen
class FacetLinks:
    """Links of one search: `address` is the query string of the page they are on, `names` are sites' by domain."""

    locale: Locale
    address: str
    names: Mapping[str, str]

    def active(self, filters: Filters) -> list[SearchLink]:
        """Filters that are in force, each with the address of the search without it."""
        locale = self.locale
        labels = {
            "site": filters.site and self.names.get(filters.site, filters.site),
            "province": filters.province and province_label(locale, filters.province),
            "section": filters.section,
            "agency": filters.agency,
            "availability": filters.availability and locale.say(filters.availability),
            "edited": filters.edited and locale.say("edited"),
            "since": filters.since and locale.say("since_day", day=locale.short_date(str(filters.since))),
            "until": filters.until and locale.say("until_day", day=locale.short_date(str(filters.until))),
        }
        return [SearchLink(str(label), self._to(name, None)) for name, label in labels.items() if label]

    def facets(self, counts: Counts, filters: Filters) -> list[FacetSection]:
        """Values that filter a search further; a facet that is filtered by already is left out, as is an empty one."""
        locale = self.locale
        values: dict[str, Iterable[tuple[str, str, int]]] = {
            "site": ((site, self.names.get(site, site), articles) for site, articles in counts.sites),
            "province": (
                (str(province), province_label(locale, province), articles) for province, articles in counts.provinces
            ),
            "section": ((section, section, articles) for section, articles in counts.sections),
            "agency": ((agency, agency, articles) for agency, articles in counts.agencies),
            "availability": ((state, locale.say(state), articles) for state, articles in counts.states),
            "edited": [("1", locale.say("edited"), counts.edited)] if counts.edited else [],
        }
        facets = (self._facet(name, of_facet) for name, of_facet in values.items() if not getattr(filters, name))
        return [facet for facet in facets if facet.links]

    def _facet(self, name: str, values: Iterable[tuple[str, str, int]]) -> FacetSection:
        most_frequent = list(values)[:VALUES]
        return FacetSection(
            name, tuple(SearchLink(label, self._to(name, value), articles) for value, label, articles in most_frequent)
        )

    def _to(self, name: str, value: str | None) -> str:
        return with_arguments(self.address, **{name: value, "page": None})


def read_filters(arguments: Mapping[str, str]) -> tuple[Filters, list[str]]:
    """Read a search's filters, and the values that can't be read, which are left out."""
    days = {name: _day(arguments.get(name)) for name in ("since", "until")}
    availability = next((state for state in AVAILABILITIES if state == arguments.get("availability")), None)
    province = Province.parse(arguments.get("province") or "")
    filters = Filters(
        site=arguments.get("site") or None,
        province=province,
        section=arguments.get("section") or None,
        agency=arguments.get("agency") or None,
        **days,
        availability=availability,
        edited=arguments.get("edited") == "1",
    )
    parsed = {**days, "province": province, "availability": availability}
    return filters, [text for name, value in parsed.items() if (text := arguments.get(name)) and not value]


def read_order(arguments: Mapping[str, str]) -> SortOrder:
    """Read `?order=`: by relevance where it names none."""
    return next((order for order in ORDERS if order == arguments.get("order")), "relevance")


def carried_arguments(filters: Filters, order: SortOrder) -> dict[str, str]:
    """Arguments that the search form has no field for, and carries along as hidden ones."""
    arguments = {
        "province": str(filters.province) if filters.province else None,
        "section": filters.section,
        "agency": filters.agency,
        "order": order if order != "relevance" else None,
    }
    return {name: value for name, value in arguments.items() if value}


def province_label(locale: Locale, province: Province) -> str:
    """Name of a province, and whether it is the one before or since 1 July 2025."""
    if province.era == "since":
        return locale.say("province_since", name=name_since(province.code))
    return locale.say("province_before", name=name_of(province.code))


def province_link(locale: Locale, province: Province) -> SearchLink:
    """Search for all articles of a province."""
    return SearchLink(province_label(locale, province), "/tim?" + urlencode({"province": str(province)}))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
