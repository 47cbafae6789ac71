"""Why an address was not to be had: one small tree for all who ask a site.

Refused
├── PrivateAddress       it is on this machine or in a private network, and nobody gave leave
├── LeadsAway            it is none of the site's own
├── ForbiddenByRobots    robots.txt says no
└── RobotsUnavailable    robots.txt can't be had, so nothing may be asked for now
"""

from pipeline.errors import KhobaoError


class Refused(KhobaoError):
    """An address was not to be had.

    `fault` is what a person reads after the address, `reason` a word to count by (those of docs/crawling.md), `status`
    the HTTP status, 0 where there was no answer.
    """

    reason = "unreachable"

    def __init__(self, url: str, fault: str, reason: str | None = None, status: int = 0) -> None:
        self.url = url
        self.fault = fault
        self.reason = reason or self.reason
        self.status = status
        super().__init__(f"{url}: {fault}")


class PrivateAddress(Refused):
    """A host is at an address that is not of the public Internet. `leave` says how it may be asked all the same."""

    reason = "private address"

    def __init__(self, host: str, address: str, leave: str) -> None:
        where = "is a private address" if address == host else f"is at {address}, a private address"
        super().__init__(host, f"{where} ({leave})")


class LeadsAway(Refused):
    """An address, or where it redirects to, is none of the site's own."""

    reason = "moved away"


class ForbiddenByRobots(Refused):
    """The host's robots.txt forbids the address to us."""

    reason = "robots.txt"

    def __init__(self, url: str) -> None:
        super().__init__(url, "is forbidden by robots.txt")


class RobotsUnavailable(Refused):
    """The host could not say what it forbids (RFC 9309, 2.3.1.4): everything, for now. `cause` says why."""

    reason = "no robots.txt"

    def __init__(self, url: str, cause: str) -> None:
        super().__init__(url, f"robots.txt can't be had ({cause}), so nothing is asked for now")
