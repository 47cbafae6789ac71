"""What a source yields: addresses of articles, with what the source says about them; and the error of one it can't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.clock import VIETNAM
from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


@attrs.frozen
class DiscoveredUrl:
    """An address that a source names. All but the URL is hearsay: the article's own page knows better.

    `url` is canonical. `published_at` and `changed_at` are aware; a bare day is its first minute in Vietnam. A
    sitemap's lastmod is `changed_at`: it tells of an edit, or of nothing but the making of the sitemap.
    """

    url: str
    published_at: datetime | None = None
    title: str | None = None
    changed_at: datetime | None = None

    @property
    def moment(self) -> datetime | None:
        """When it was published or, where only that is known, last changed."""
        return self.published_at or self.changed_at

    def is_before(self, day: date | None) -> bool:
        """Whether it is known to be older than a day in Vietnam; None is no bound."""
        return day is not None and self.moment is not None and self.moment.astimezone(VIETNAM).date() < day


@attrs.frozen
class HubTopic:
    """The hub that a feed names (WebSub), and the address that the feed has there."""

    url: str
    topic: str


def once(urls: Iterable[DiscoveredUrl]) -> list[DiscoveredUrl]:
    """Each address once, where and as it came first."""
    by_url: dict[str, DiscoveredUrl] = {}
    for discovered in urls:
        by_url.setdefault(discovered.url, discovered)
    return list(by_url.values())


class BadSource(KhobaoError):
    """What a source answered is not what it should be: a feed, a sitemap or a page. Look at it, or take it out."""

    def __init__(self, url: str, fault: str) -> None:
        self.url = url
        self.fault = fault
        super().__init__(f"{url}: {fault}")
