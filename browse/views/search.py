"""The search page: what is found, in order, and what it can be narrowed by."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import attrs
from datasette.utils.asgi import BadRequest, Response

from browse.view import TooWide, ask, locale_of, page_number, pager_of, render
from browse.views import facets as narrowed
from browse.views import timeline
from pipeline.queries import articles as browsing
from pipeline.revisits import AVAILABILITIES
from pipeline.search import RANKED, Counts, as_json, count, parse_query, search, suggest

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from pipeline.search import Filters, Hit, Order

HITS = 20  # on a page


@attrs.frozen
class _Asked:
    """What the address asks for."""

    query: str
    narrowing: Filters
    order: Order
    page: int


@attrs.frozen
class _Found:
    """What the archive answers. `goes_on`: behind these hits are others; `too_wide`: it would have taken too long."""

    counts: Counts = attrs.field(factory=Counts)
    hits: tuple[Hit, ...] = ()
    goes_on: bool = False
    suggestion: str | None = None
    too_wide: bool = False


async def find(datasette: Datasette, request: Request) -> Response:
    """Show what a search finds, narrowed and ordered as the address says."""
    narrowing, unread = narrowed.read(request.args)
    asked = _Asked(request.args.get("q") or "", narrowing, narrowed.order(request.args), page_number(request))
    names = await ask(datasette, browsing.site_names)
    found = await _find(datasette, asked)
    context = {
        **attrs.asdict(asked, recurse=False),
        **attrs.asdict(found, recurse=False),
        "names": names,
        "states": AVAILABILITIES,
        "unread": unread,
        "first": HITS * (asked.page - 1) + 1,
        "pager": _pager(request, asked, found),
        "ranked": RANKED if _is_ranked(asked) else None,
        **_links(request, asked, found, names),
    }
    return await render(datasette, request, "search.html", context)


async def data(datasette: Datasette, request: Request) -> Response:
    """Answer a search as JSON: how many are found, the hits of one page, and where the next one is."""
    narrowing, unread = narrowed.read(request.args)
    if unread:
        raise BadRequest("; ".join(f"{value[:40]!r} is not understood" for value in unread))
    asked = _Asked(request.args.get("q") or "", narrowing, narrowed.order(request.args), page_number(request))
    found = await _find(datasette, asked)
    if found.too_wide:
        raise TooWide
    pager = _pager(request, asked, found)
    following = pager and pager["next"]
    answer = {
        "articles": found.counts.articles,
        "more": found.counts.more,
        "hits": [as_json(hit) for hit in found.hits],
        "suggestion": found.suggestion,
        "next": datasette.absolute_url(request, datasette.urls.path(f"/tim.json{following}")) if following else None,
    }
    return Response.json(answer)


def _pager(request: Request, asked: _Asked, found: _Found) -> dict[str, Any] | None:
    """Return what leads through the hits. By time they go on behind those that are counted, nobody knows how far."""
    articles = found.counts.articles
    if _is_ranked(asked):
        return pager_of(request, asked.page, min(articles, RANKED), HITS)
    if not found.counts.more:
        return pager_of(request, asked.page, articles, HITS)
    return pager_of(request, asked.page, max(articles, HITS * asked.page + found.goes_on), HITS, more=True)


def _is_ranked(asked: _Asked) -> bool:
    """Tell whether the hits are in an order of relevance, which takes words to look for."""
    return asked.order == "relevance" and bool(parse_query(asked.query))


async def _find(datasette: Datasette, asked: _Asked) -> _Found:
    query, narrowing = asked.query, asked.narrowing
    offset = HITS * (asked.page - 1)
    try:
        counts, hits = await asyncio.gather(
            ask(datasette, lambda db: count(db, query, narrowing)),
            ask(
                datasette,
                lambda db: search(db, query, narrowing, order=asked.order, limit=HITS + 1, offset=offset),
            ),
        )
        nothing = not counts.articles and query
        suggestion = await ask(datasette, lambda db: suggest(db, query, narrowing)) if nothing else None
    except TooWide:
        return _Found(too_wide=True)
    return _Found(counts, tuple(hits[:HITS]), len(hits) > HITS, suggestion)


def _links(request: Request, asked: _Asked, found: _Found, names: dict[str, str]) -> dict[str, Any]:
    here, locale = request.query_string, locale_of(request)

    def to(**changed: str | None) -> str:
        return narrowed.address(here, **{"page": None, **changed})

    return {
        "to": to,
        "carried": narrowed.hidden(asked.narrowing, asked.order),
        "taken": narrowed.taken(locale, asked.narrowing, names, here),
        "facets": narrowed.facets(locale, found.counts, asked.narrowing, names, here),
        "months": timeline.draw(found.counts.months),
    }
