"""The watches page: what is watched for, how that is delivered, and the addresses of all feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from browse.view import ask, home_of, render
from browse.views import feeds
from pipeline.queries import province_codes, sites
from pipeline.watches import watch_statuses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

    from browse.views.feeds import Feed
    from pipeline.watches import WatchStatus


@attrs.frozen(kw_only=True)
class WatchesPage:
    """What the template watches.html shows. Nothing secret is in it."""

    watches: Sequence[tuple[WatchStatus, Feed]]
    names: Mapping[str, str]
    """Name of each site by its domain."""
    others: Sequence[Feed]
    """Feeds that are of no watch: of everything first, then of provinces and sites."""
    feeds: Sequence[Feed]
    """Feeds that the page names in its head."""


async def show(datasette: Datasette, request: Request) -> Response:
    """Show the watches and feeds."""
    home = home_of(datasette)
    watches = await ask(datasette, lambda _: watch_statuses(home))
    site_lines = await ask(datasette, sites)
    codes = await ask(datasette, province_codes)
    of_watches = [feeds.of_watch(watch.name) for watch in watches]
    page = WatchesPage(
        watches=list(zip(watches, of_watches, strict=True)),
        names={line.domain: line.name for line in site_lines},
        others=[
            feeds.everything(),
            *(feeds.of_province(code) for code in codes),
            *(feeds.of_site(line.domain, line.name) for line in site_lines),
        ],
        feeds=[feeds.everything(), *of_watches],
    )
    return await render(datasette, request, "watches.html", page)
