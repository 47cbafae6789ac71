from __future__ import annotations

from urllib.parse import urlsplit

import attrs

from crawlers.setup.source_check import check_sources
from pipeline.config import Politeness, Settings, Site, Source


def test_each_source_is_tried(addresses: dict[str, str]) -> None:
    """It says how many articles each source names, and of one that fails, why."""
    base = addresses["onecms"]
    sources = [
        Source("feed", base + "/rss/thoi-su"),
        Source("feed", base + "/thoi-su"),
        Source("sitemap", base + "/khong-co"),
    ]
    site = Site(urlsplit(base).netloc, "x", sources=tuple(sources), politeness=Politeness(0, allow_private=True))
    good, other, missing = check_sources(site, Settings())
    assert good.ok
    assert good.articles > 0
    assert other.error == "is a listing, not a feed"
    assert missing.error is not None
    assert missing.error.endswith("/khong-co: answered 404")
    refused = next(check_sources(attrs.evolve(site, politeness=Politeness(0)), Settings()))
    assert refused.error is not None
    assert "private address" in refused.error
