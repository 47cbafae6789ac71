"""The front page: what is new, what was edited lately, and how much there is of each site and province."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from browse.pager import PAGE_SIZE, page_number, pager_of
from browse.view import ask, render
from browse.views import chart, feeds
from browse.views.days import by_day
from pipeline.clock import VIETNAM, now
from pipeline.provinces import Province, name_since, provinces_of
from pipeline.queries import articles_a_day, newest, recent_edits, sites
from pipeline.search import published_since

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from browse.pager import Pager
    from browse.views.chart import Chart
    from browse.views.days import DayGroup
    from browse.views.feeds import Feed
    from pipeline.queries import RecentEdit, SiteLine


@attrs.frozen
class ProvinceNews:
    """How many articles of the last seven days came from a province."""

    province: Province
    name: str
    articles: int


@attrs.frozen(kw_only=True)
class FrontPage:
    """What the template front.html shows."""

    articles: int
    days: Sequence[DayGroup]
    pager: Pager | None
    chart: Chart
    edits: Sequence[RecentEdit]
    provinces: Sequence[ProvinceNews]
    week: date
    """First day of the last seven."""
    sites: Sequence[SiteLine]
    names: Mapping[str, str]
    """Name of each site by its domain."""
    feeds: Sequence[Feed]


async def show(datasette: Datasette, request: Request) -> Response:
    """Show the front page; `?page=` leads to older articles."""
    number = page_number(request)
    today = now().astimezone(VIETNAM).date()
    week = today - timedelta(days=6)
    site_lines = await ask(datasette, sites)
    lines = await ask(datasette, lambda db: newest(db, limit=PAGE_SIZE, offset=PAGE_SIZE * (number - 1)))
    counts = await ask(datasette, lambda db: articles_a_day(db, *chart.span(today)))
    articles = sum(line.articles for line in site_lines)
    page = FrontPage(
        articles=articles,
        days=by_day(lines),
        pager=pager_of(request, number, articles),
        chart=chart.draw(counts, today),
        edits=await ask(datasette, recent_edits),
        provinces=news_by_province(site_lines, await ask(datasette, lambda db: published_since(db, week))),
        week=week,
        sites=site_lines,
        names={line.domain: line.name for line in site_lines},
        feeds=[feeds.everything()],
    )
    return await render(datasette, request, "front.html", page)


def news_by_province(site_lines: Sequence[SiteLine], articles: Mapping[str, int]) -> list[ProvinceNews]:
    """Sum up new articles by today's provinces, most articles first. `articles` are by domain.

    A site that reports from several provinces counts for each; a province without news is left out.
    """
    totals: Counter[Province] = Counter()
    for line in site_lines:
        provinces = provinces_of(list(line.provinces), since_merger=True)
        totals.update(dict.fromkeys(provinces, articles.get(line.domain, 0)))
    return [ProvinceNews(province, name_since(province.code), total) for province, total in (+totals).most_common()]
