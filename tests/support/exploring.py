"""A site of this machine, explored."""

from __future__ import annotations

from crawlers.net.fetcher import Fetcher
from crawlers.setup.explore import Exploration, explore, host_of

AGENT = "khobao/0 (test)"


def explore_here(address: str, max_requests: int = 100) -> Exploration:
    """Explore a site of this machine."""
    with Fetcher(AGENT, delay=0, private=[host_of(address)]) as fetcher:
        return explore(address, fetcher, delay=0, allow_private=True, max_requests=max_requests)
