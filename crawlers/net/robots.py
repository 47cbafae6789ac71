"""What a host's robots.txt lets us ask for: RFC 9309, over its answer's status and bytes. Pure."""

from __future__ import annotations

import time

import attrs
from protego import Protego

from crawlers.net.errors import ForbiddenByRobots, RobotsUnavailable

MAX_ROBOTS = 500 << 10  # RFC 9309, 2.5: what a crawler has to read of it
KEEP = 3600.0  # seconds that rules are kept from crawl to crawl; RFC 9309 allows a day


@attrs.frozen
class Robots:
    """The rules of one host. Without `rules` nothing may be asked; `cause` says why there are none."""

    rules: Protego | None
    cause: str = "no answer"

    def check(self, url: str, user_agent: str) -> None:
        """Let an address pass that may be asked for. Raises ForbiddenByRobots, RobotsUnavailable."""
        if self.rules is None:
            raise RobotsUnavailable(url, self.cause)
        if not self.rules.can_fetch(url, user_agent):
            raise ForbiddenByRobots(url)

    def crawl_delay(self, user_agent: str) -> float:
        """Seconds that the host wants between two requests; 0 where it says nothing."""
        return float(self.rules.crawl_delay(user_agent) or 0) if self.rules else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of the sitemaps it names, as they stand in it: maybe without the host."""
        return tuple(self.rules.sitemaps) if self.rules else ()


def read_robots(status: int, body: bytes) -> Robots:
    """Rules by an answer for /robots.txt: 4xx means that there are none, 5xx and 429 forbid all for now (2.3.1)."""
    if status >= 500 or status == 429:
        return Robots(None, f"it answered {status}")
    text = "" if status >= 400 else body[:MAX_ROBOTS].decode("utf-8-sig", "replace")
    return Robots(Protego.parse(text))


class RobotsCache:
    """Rules of hosts (with :port), kept from crawl to crawl for an hour. Answers that were none are not kept."""

    def __init__(self) -> None:
        self._rules: dict[str, tuple[float, Robots]] = {}

    def get(self, host: str) -> Robots | None:
        """Rules read less than KEEP seconds ago, else None."""
        read_at, robots = self._rules.get(host, (float("-inf"), None))
        return robots if time.monotonic() - read_at < KEEP else None

    def put(self, host: str, robots: Robots) -> None:
        """Keep rules that were read just now, if there are any."""
        if robots.rules is not None:
            self._rules[host] = (time.monotonic(), robots)
