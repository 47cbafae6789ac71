from .errors import PrivateAddress, Refused
from .fetcher import FetchedPage, Fetcher, fetch_page
from .guarded_client import guarded_client
from .offsite import GuardedResolver, admit
from .politeness import (
    LONGEST_FAILED,
    back_off,
    concurrency_of,
    delay_of,
    scrapy_settings,
    user_agent,
)
from .robots import RobotsCache
from .site_client import SiteClient
from .slow_down import slow_down

__all__ = [
    "LONGEST_FAILED",
    "FetchedPage",
    "Fetcher",
    "GuardedResolver",
    "PrivateAddress",
    "Refused",
    "RobotsCache",
    "SiteClient",
    "admit",
    "back_off",
    "concurrency_of",
    "delay_of",
    "fetch_page",
    "guarded_client",
    "scrapy_settings",
    "slow_down",
    "user_agent",
]
