"""The search page: what is found, in order, and what it can be filtered by; and the same as JSON."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import attrs
from datasette.utils.asgi import BadRequest, Response

from browse.links import with_arguments
from browse.pager import page_number, pager_of
from browse.view import QueryTimeout, absolute_url, ask, locale_of, render
from browse.views import timeline
from browse.views.facets import FacetLinks, carried_arguments, read_filters, read_order
from pipeline.queries import site_names
from pipeline.revisits import AVAILABILITIES
from pipeline.search import RANKED, Counts, as_json, count, parse_query, search, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from browse.pager import Pager
    from browse.views.facets import FacetSection, SearchLink
    from browse.views.timeline import Month
    from pipeline.search import Filters, Hit, SortOrder

HITS = 20  # on a page


@attrs.frozen
class SearchCriteria:
    """What the address asks for."""

    query: str
    filters: Filters
    order: SortOrder
    page: int

    @property
    def is_ranked(self) -> bool:
        """Whether the hits are in an order of relevance, which takes words to look for."""
        return self.order == "relevance" and bool(parse_query(self.query))

    @property
    def offset(self) -> int:
        """How many hits are on the pages before."""
        return HITS * (self.page - 1)


@attrs.frozen
class SearchResults:
    """What the archive answers."""

    counts: Counts = attrs.field(factory=Counts)
    hits: tuple[Hit, ...] = ()
    goes_on: bool = False
    """Whether there are hits behind these."""
    suggestion: str | None = None
    """What may have been meant, where nothing is found."""
    too_wide: bool = False
    """It would have taken too long."""


@attrs.frozen(kw_only=True)
class SearchPage:
    """What the template search.html shows."""

    search: SearchCriteria
    results: SearchResults
    not_understood: Sequence[str]
    """Values of arguments that were left out."""
    first: int
    """Number of the page's first hit."""
    pager: Pager | None
    ranked: int | None
    """How many of the newest articles are in order of relevance; None in another order."""
    names: Mapping[str, str]
    """Name of each site by its domain."""
    states: Sequence[str]
    carried: Mapping[str, str]
    """Hidden arguments of the form."""
    active: Sequence[SearchLink]
    """Filters in force, each leads to the search without it."""
    facets: Sequence[FacetSection]
    months: Sequence[Month]
    to: Callable[..., str]
    """Address of the same search with other arguments, from its first page on."""


async def show(datasette: Datasette, request: Request) -> Response:
    """Show what a search finds, filtered and ordered as the address says."""
    criteria, not_understood = read_criteria(request)
    names = await ask(datasette, site_names)
    results = await _search(datasette, criteria)
    address = request.query_string
    links = FacetLinks(locale_of(request), address, names)

    def to(**changes: str | None) -> str:
        return with_arguments(address, **{"page": None, **changes})

    page = SearchPage(
        search=criteria,
        results=results,
        not_understood=not_understood,
        first=criteria.offset + 1,
        pager=_pager(request, criteria, results),
        ranked=RANKED if criteria.is_ranked else None,
        names=names,
        states=AVAILABILITIES,
        carried=carried_arguments(criteria.filters, criteria.order),
        active=links.active(criteria.filters),
        facets=links.facets(results.counts, criteria.filters),
        months=timeline.draw(results.counts.months),
        to=to,
    )
    return await render(datasette, request, "search.html", page)


async def show_json(datasette: Datasette, request: Request) -> Response:
    """Answer with the number of articles, the hits of one page, and the address of the next one.

    Raises BadRequest for an argument that the page would leave out, QueryTimeout where the page would say so.
    """
    criteria, not_understood = read_criteria(request)
    if not_understood:
        raise BadRequest("; ".join(f"{value[:40]!r} is not understood" for value in not_understood))
    results = await _search(datasette, criteria)
    if results.too_wide:
        raise QueryTimeout
    pager = _pager(request, criteria, results)
    following = pager and pager.next
    answer = {
        "articles": results.counts.articles,
        "more": results.counts.more,
        "hits": [as_json(hit) for hit in results.hits],
        "suggestion": results.suggestion,
        "next": absolute_url(datasette, request, f"/tim.json{following}") if following else None,
    }
    return Response.json(answer)


def read_criteria(request: Request) -> tuple[SearchCriteria, list[str]]:
    """Read what the address asks for, and the values that can't be read, which are left out."""
    filters, not_understood = read_filters(request.args)
    query, order = request.args.get("q") or "", read_order(request.args)
    return SearchCriteria(query, filters, order, page_number(request)), not_understood


def _pager(request: Request, criteria: SearchCriteria, results: SearchResults) -> Pager | None:
    """Lead through the hits. By time they go on behind those that are counted, nobody knows how far."""
    articles = results.counts.articles
    if criteria.is_ranked:
        return pager_of(request, criteria.page, min(articles, RANKED), HITS)
    if not results.counts.more:
        return pager_of(request, criteria.page, articles, HITS)
    least = max(articles, HITS * criteria.page + results.goes_on)
    return pager_of(request, criteria.page, least, HITS, at_least=True)


async def _search(datasette: Datasette, criteria: SearchCriteria) -> SearchResults:
    query, filters, order, offset = criteria.query, criteria.filters, criteria.order, criteria.offset
    try:
        counts, hits = await asyncio.gather(
            ask(datasette, lambda db: count(db, query, filters)),
            ask(datasette, lambda db: search(db, query, filters, order=order, limit=HITS + 1, offset=offset)),
        )
        is_nothing = query and not counts.articles
        suggestion = await ask(datasette, lambda db: suggest(db, query, filters)) if is_nothing else None
    except QueryTimeout:
        return SearchResults(too_wide=True)
    return SearchResults(counts, tuple(hits[:HITS]), len(hits) > HITS, suggestion)
