from .client import CrawlBroke, CrawlClient, CrawlEnded
from .jobs import annotate, errands_for, find_site, poll_now, run_errand
from .process import main
from .socket import listen
from .supervisor import RESTART_AFTER, STEADY, Keeper, sleep_until

__all__ = [
    "RESTART_AFTER",
    "STEADY",
    "CrawlBroke",
    "CrawlClient",
    "CrawlEnded",
    "Keeper",
    "annotate",
    "errands_for",
    "find_site",
    "listen",
    "main",
    "poll_now",
    "run_errand",
    "sleep_until",
]
