"""The site page: what it is, how it does, its sections, what is new, and what it has taught."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

from datasette.utils.asgi import NotFound

from browse.view import A_PAGE, ask, by_day, home_of, locale_of, page_number, pager_of, render
from browse.views import chart, feeds
from browse.views.facets import Link, province_label
from pipeline.archive import assessments, ledger
from pipeline.clock import VIETNAM, now
from pipeline.config import Site, load_site
from pipeline.errors import KhobaoError
from pipeline.provinces import provinces_of
from pipeline.queries import NotLearned, as_json, portray
from pipeline.queries import articles as browsing
from pipeline.search import COUNTED, Filters, count

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from browse.locale import Locale
    from pipeline.config import Home
    from pipeline.search import Counts

SECTIONS = 20


async def site(datasette: Datasette, request: Request) -> Response:
    """Show one site; from its second page on nothing but its articles."""
    domain = unquote(request.url_vars["domain"])
    page = page_number(request)
    shown = await ask(datasette, lambda db: browsing.site(db, domain))
    if shown is None:
        raise NotFound(domain)
    lines = await ask(datasette, lambda db: browsing.newest(db, site=domain, limit=A_PAGE, offset=A_PAGE * (page - 1)))
    context = {
        "site": shown,
        "days": by_day(lines),
        "feeds": [feeds.of_site(domain, shown.name), *(feeds.of_province(code) for code in shown.provinces)],
        "pager": pager_of(request, page, shown.articles),
        **(await _about(datasette, shown, locale_of(request)) if page == 1 else {}),
    }
    return await render(datasette, request, "site.html", context)


async def _about(datasette: Datasette, shown: browsing.SiteLine, locale: Locale) -> dict[str, Any]:
    domain = shown.domain
    today = now().astimezone(VIETNAM).date()
    assessed = await ask(datasette, lambda db: assessments(db, domain))
    counts = await ask(datasette, lambda db: count(db, "", Filters(site=domain)))
    a_day = await ask(datasette, lambda db: browsing.articles_a_day(db, *chart.span(today), site=domain))
    home = home_of(datasette)
    return {
        "health": assessed[0] if assessed else None,
        "sources": await ask(datasette, lambda db: ledger.of_week(db, domain, today)),
        "provinces": [
            Link(province_label(locale, one), "/tim?" + urlencode({"province": str(one)}))
            for one in provinces_of(list(shown.provinces), since_merger=True)
        ],
        "sections": _sections(domain, counts),
        "counted": COUNTED if counts.more else None,
        "chart": chart.draw(a_day, today),
        "names": {domain: shown.name},
        "profile": await ask(datasette, lambda db: _taught(db, home, shown)),
    }


def _sections(domain: str, counts: Counts) -> list[Link]:
    return [
        Link(name, "/tim?" + urlencode({"site": domain, "section": name}), articles)
        for name, articles in counts.sections[:SECTIONS]
    ]


def _taught(db: Database, home: Home, shown: browsing.SiteLine) -> dict[str, Any] | None:
    """Return what a site has taught, None where it is nothing yet. What a person wants kept stands in its file."""
    try:
        watched = load_site(home.site_path(shown.domain))
    except (KhobaoError, OSError):  # watched no more, or faulty: that is the daemon's to say
        watched = Site(shown.domain, shown.name)
    try:
        return as_json(portray(db, watched))
    except NotLearned:
        return None
