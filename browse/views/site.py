"""The site page: what it is, how it does, its sections, what is new, and what its pages have taught."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

import attrs
from datasette.utils.asgi import NotFound

from browse.pager import PAGE_SIZE, page_number, pager_of
from browse.view import ask, home_of, locale_of, render
from browse.views import chart, feeds
from browse.views.days import by_day
from browse.views.facets import SearchLink, province_link
from pipeline.archive import assessments, ledger
from pipeline.clock import VIETNAM, now
from pipeline.config import Site, load_site
from pipeline.errors import KhobaoError
from pipeline.provinces import provinces_of
from pipeline.queries import NotLearned, articles_a_day, newest, profile_report, site
from pipeline.search import COUNTED, Filters, count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from sqlite_utils import Database

    from browse.locale import Locale
    from browse.pager import Pager
    from browse.views.chart import Chart
    from browse.views.days import DayGroup
    from browse.views.feeds import Feed
    from pipeline.archive import HealthAssessment, LedgerLine
    from pipeline.config import Home
    from pipeline.queries import ProfileReport, SiteLine
    from pipeline.search import Counts

SECTIONS = 20


@attrs.frozen(kw_only=True)
class SitePage:
    """What the template site.html shows; from `health` on only the first page of the site's list does."""

    site: SiteLine
    days: Sequence[DayGroup]
    pager: Pager | None
    feeds: Sequence[Feed]
    health: HealthAssessment | None = None
    provinces: Sequence[SearchLink] = ()
    sections: Sequence[SearchLink] = ()
    counted: int | None = None
    """How many of the newest articles the sections are counted in; None where in all."""
    chart: Chart | None = None
    names: Mapping[str, str] = attrs.field(factory=dict)
    """Name of the site by its domain, for the chart."""
    sources: Mapping[str, LedgerLine] = attrs.field(factory=dict)
    """What each source brought in the last seven days, by its address."""
    report: ProfileReport | None = None
    """On the learned profile; None where nothing was learned yet."""


async def show(datasette: Datasette, request: Request) -> Response:
    """Show one site; from its second page on nothing but its articles. Raises NotFound."""
    domain, number = unquote(request.url_vars["domain"]), page_number(request)
    line = await ask(datasette, lambda db: site(db, domain))
    if line is None:
        raise NotFound(domain)
    offset = PAGE_SIZE * (number - 1)
    lines = await ask(datasette, lambda db: newest(db, site=domain, limit=PAGE_SIZE, offset=offset))
    page = SitePage(
        site=line,
        days=by_day(lines),
        pager=pager_of(request, number, line.articles),
        feeds=[feeds.of_site(domain, line.name), *(feeds.of_province(code) for code in line.provinces)],
    )
    if number == 1:
        page = await _with_overview(datasette, page, locale_of(request))
    return await render(datasette, request, "site.html", page)


async def _with_overview(datasette: Datasette, page: SitePage, locale: Locale) -> SitePage:
    domain, home = page.site.domain, home_of(datasette)
    today = now().astimezone(VIETNAM).date()
    assessment = await ask(datasette, lambda db: assessments(db, domain))
    counts = await ask(datasette, lambda db: count(db, "", Filters(site=domain)))
    by_date = await ask(datasette, lambda db: articles_a_day(db, *chart.span(today), site=domain))
    provinces = provinces_of(list(page.site.provinces), since_merger=True)
    return attrs.evolve(
        page,
        health=assessment[0] if assessment else None,
        provinces=[province_link(locale, province) for province in provinces],
        sections=_sections(domain, counts),
        counted=COUNTED if counts.more else None,
        chart=chart.draw(by_date, today),
        names={domain: page.site.name},
        sources=await ask(datasette, lambda db: ledger.of_week(db, domain, today)),
        report=await ask(datasette, lambda db: _report(db, home, page.site)),
    )


def _sections(domain: str, counts: Counts) -> list[SearchLink]:
    return [
        SearchLink(name, "/tim?" + urlencode({"site": domain, "section": name}), articles)
        for name, articles in counts.sections[:SECTIONS]
    ]


def _report(db: Database, home: Home, line: SiteLine) -> ProfileReport | None:
    """Report on the current profile of a site, None where it has none yet.

    Lines that a person wants kept stand in the site's file.
    """
    try:
        config = load_site(home.site_path(line.domain))
    except (KhobaoError, OSError):  # watched no more, or faulty: that is the daemon's to say
        config = Site(line.domain, line.name)
    try:
        return profile_report(db, config)
    except NotLearned:
        return None
