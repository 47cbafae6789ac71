"""frontier.db: which URLs are to be fetched, which sources polled, and when."""

from crawlers.frontier.frontier import Frontier, Hub, Lease, SourceState, read_failing, read_hubs
from crawlers.frontier.schedule import UNFINISHED, Rota

__all__ = ["UNFINISHED", "Frontier", "Hub", "Lease", "Rota", "SourceState", "read_failing", "read_hubs"]
