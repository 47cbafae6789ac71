from .errors import Refused
from .fetcher import Fetched, Fetcher, NotFetched, fetch_page, guarded_client
from .offsite import GuardedResolver, admit
from .politeness import (
    LONGEST_FAILED,
    PATIENCE,
    back_off,
    block_for,
    concurrency_of,
    delay_of,
    scrapy_settings,
    user_agent,
)
from .raw_response import capture_of
from .robots_middleware import slow_down

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
