from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from crawlers.setup.source_check import check_sources
from pipeline.config import Politeness, Settings, Site, Source

if TYPE_CHECKING:
    from tests.support.small_server import Server


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


def test_what_cannot_be_had_of_a_source_is_said(server: Server) -> None:
    """A listing whose further pages come by script can be watched, with a note."""
    body = '<a href="/tin-bai-so-1.html">Tin bài số 1</a><a href="javascript:void(0)">Tải thêm</a>'
    server.page("/tin/", f"<html><meta charset=utf-8><body>{body}".encode())
    source = Source("listing", f"{server.address}/tin/")
    site = Site(server.host, "x", sources=(source,), politeness=Politeness(0, allow_private=True))
    (check,) = check_sources(site, Settings())
    assert check.ok
    assert check.note is not None
    assert "by script" in check.note
