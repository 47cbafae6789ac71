from .client import CrawlBroke, CrawlClient, CrawlEnded
from .jobs import annotate, find_site, jobs_for, poll_now, run_jobs
from .process import main
from .protocol import AnnotateJob, CrawlJob, Job, PollAll, PollDue, PollNowJob, PollSources
from .site_turn import SiteTurn
from .socket import listen
from .supervisor import Supervisor

__all__ = [
    "AnnotateJob",
    "CrawlBroke",
    "CrawlClient",
    "CrawlEnded",
    "CrawlJob",
    "Job",
    "PollAll",
    "PollDue",
    "PollNowJob",
    "PollSources",
    "SiteTurn",
    "Supervisor",
    "annotate",
    "find_site",
    "jobs_for",
    "listen",
    "main",
    "poll_now",
    "run_jobs",
]
