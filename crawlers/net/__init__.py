"""How a site is asked: politely, and never at a private address."""

from crawlers.net.errors import Refused
from crawlers.net.fetcher import Fetched, Fetcher, NotFetched, fetch_page, guarded_client
from crawlers.net.offsite import GuardedResolver, admit
from crawlers.net.politeness import (
    LONGEST_FAILED,
    PATIENCE,
    back_off,
    block_for,
    concurrency_of,
    delay_of,
    scrapy_settings,
    user_agent,
)
from crawlers.net.raw_response import capture_of
from crawlers.net.robots import slow_down

__all__ = [
    "LONGEST_FAILED",
    "PATIENCE",
    "Fetched",
    "Fetcher",
    "GuardedResolver",
    "NotFetched",
    "Refused",
    "admit",
    "back_off",
    "block_for",
    "capture_of",
    "concurrency_of",
    "delay_of",
    "fetch_page",
    "guarded_client",
    "scrapy_settings",
    "slow_down",
    "user_agent",
]
