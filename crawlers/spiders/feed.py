"""FeedSpider: RSS and Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from crawlers.sources import read_feed, read_hub
from crawlers.spiders.poll import SourceSpider

if TYPE_CHECKING:
    from crawlers.frontier import SourceState
    from pipeline.config import Source


class FeedSpider(SourceSpider):
    """Poll a site's feeds, then fetch what is new."""

    name = "feed"
    kind = "feed"

    async def read(self, source: Source, state: SourceState) -> None:
        """Read one feed."""
        changed = await self.changed(source.url, state)
        if changed:
            response, state = changed
            content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
            found = read_feed(response.body, response.url, content_type)
            hub, topic = read_hub(response.body, response.url, content_type) or (None, None)
            self.discover(found, source, attrs.evolve(state, hub=hub, topic=topic))
