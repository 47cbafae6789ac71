"""How a site is asked: pure rules over numbers, and the Scrapy settings they come to."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.config import Settings, Site

PATIENCE = 60.0  # seconds a crawl waits for a site before it leaves the rest for the next one
FIRST_BLOCK = 30.0  # seconds after the first 429 or 503 that names no time of its own; doubled each time
LONGEST_BLOCK = 3600.0
FAILED_CRAWL = 60.0  # seconds after a first failed crawl; doubled each time
LONGEST_FAILED = 6 * 3600.0


def user_agent(settings: Settings) -> str:
    """Who asks: name, version, and whom to write to (`contact` of khobao.toml)."""
    contact = settings.contact or "no contact given"
    return f"khobao/{version('khobao')} (archive of the regional press; +{contact})"


def delay_of(site: Site, settings: Settings) -> float:
    """Seconds between two requests: the site's own, or the general `polite_delay`."""
    own = site.politeness.delay
    return settings.polite_delay if own is None else own


def block_for(retry_after: float | None, strikes: int) -> float:
    """Seconds to leave a site alone that said 429 or 503: doubling, to an hour, or longer where it asks so.

    `strikes` is how often it had said so in a row before. What it asks for (`retry_after`) is believed alone the first
    time: a server that says `Retry-After: 0` again and again, or a date its clock has wrong, must not be asked for
    ever.
    """
    own = min(FIRST_BLOCK * 2.0 ** min(strikes, 20), LONGEST_BLOCK)
    if retry_after is None:
        return own
    return min(max(retry_after, own / 2 if strikes else 0.0), 24 * LONGEST_BLOCK)


def back_off(failures: int) -> float:
    """Seconds to leave a site alone whose crawls failed that many times in a row: doubling, to LONGEST_FAILED."""
    return min(FAILED_CRAWL * 2.0 ** min(max(failures - 1, 0), 20), LONGEST_FAILED)


def scrapy_settings(site: Site, settings: Settings) -> dict[str, Any]:
    """Scrapy's settings for one site, over those of `crawlers.settings`.

    Where a site's owner said `delay = 0` (their own machine, a test) nothing slows us down; AutoThrottle's first
    reaction to any latency would.
    """
    delay = delay_of(site, settings)
    return {
        "USER_AGENT": user_agent(settings),
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency_of(site, settings),
    }


def concurrency_of(site: Site, settings: Settings) -> int:
    """How many requests may be under way to one site: one, unless it needs no delay at all."""
    return 1 if delay_of(site, settings) > 0 else 4
