"""What a source yields: addresses of articles, with what the source says about them; and the error of one it can't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.errors import KhobaoError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


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


def once(found: Iterable[DiscoveredUrl]) -> list[DiscoveredUrl]:
    """Return each address once, where and as it came first."""
    seen: dict[str, DiscoveredUrl] = {}
    for one in found:
        seen.setdefault(one.url, one)
    return list(seen.values())


class BadSource(KhobaoError):
    """What a source answered is not what it should be: a feed, a sitemap or a page. Look at it, or take it out."""

    def __init__(self, url: str, fault: str) -> None:
        self.url = url
        self.fault = fault
        super().__init__(f"{url}: {fault}")
