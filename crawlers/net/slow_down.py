"""Leaves more time between the requests of a crawl that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.extensions.throttle import AutoThrottle

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def slow_down(crawler: Crawler, seconds: float, host: str | None = None) -> None:
    """Leave at least so many seconds between two requests from now on, also to a host that is being asked already."""
    downloader = crawler.engine.downloader
    downloader._delay = max(downloader._delay, seconds)  # noqa: SLF001  for slots to come; AutoThrottle does so too
    slot = downloader.slots.get(host or "")
    if slot is not None:
        slot.delay = max(slot.delay, seconds)
    throttle = crawler.get_extension(AutoThrottle)
    if throttle is not None and seconds:
        throttle.mindelay = max(throttle.mindelay, seconds)
        throttle.maxdelay = max(throttle.maxdelay, seconds)
