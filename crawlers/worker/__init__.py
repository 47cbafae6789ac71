"""The crawl process, and how the daemon speaks with it."""

from crawlers.worker.client import CrawlBroke, CrawlClient, CrawlEnded
from crawlers.worker.jobs import errands_for, find_site, keep_note, poll_now, run_errand
from crawlers.worker.process import main
from crawlers.worker.socket import listen
from crawlers.worker.supervisor import RESTART_AFTER, STEADY, Keeper, sleep_until

__all__ = [
    "RESTART_AFTER",
    "STEADY",
    "CrawlBroke",
    "CrawlClient",
    "CrawlEnded",
    "Keeper",
    "errands_for",
    "find_site",
    "keep_note",
    "listen",
    "main",
    "poll_now",
    "run_errand",
    "sleep_until",
]
