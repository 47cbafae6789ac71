"""FeedSpider: RSS and Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from crawlers.sources import read_feed, read_hub
from crawlers.spiders.site import SiteSpider

if TYPE_CHECKING:
    from crawlers.frontier import SourceState
    from crawlers.spiders.poll import ReadSource, SourcePoll


async def poll_feed(poll: SourcePoll, state: SourceState) -> None:
    """Read one feed, unless it came as before. Raises Refused, BadSource."""
    changed = await poll.get_changed(poll.source.url, state)
    if changed:
        response, state = changed
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        urls = read_feed(response.body, response.url, content_type)
        hub = read_hub(response.body, response.url, content_type)
        poll.discover(urls, attrs.evolve(state, hub=hub))


class FeedSpider(SiteSpider):
    """Poll a site's feeds, then fetch what is new."""

    name = "feed"
    kind = "feed"

    def reader(self) -> ReadSource:
        """How a feed is read."""
        return poll_feed
