"""Delivery: how far one way of one watch has got, and what follows from a success or a failure. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from pipeline.archive import Position
from pipeline.clock import from_stamp, to_stamp

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.watches.watch import Way

# After a failure the same message is tried again, by the schedule that the Standard Webhooks name; the last holds on.
RETRY_IN = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
LONGEST_WAIT = timedelta(days=1)
JITTER = 0.1  # of the wait, more or less, so that what failed together does not come again together
GIVE_UP_AFTER = timedelta(days=5)
LONGEST_ERROR = 300


@attrs.frozen
class Delivery:
    """One way of one watch: a row of `deliveries`. Moments are stamps, as `to_stamp` writes them."""

    watch: str
    way: Way
    target: str
    """A digest of where it leads."""
    begun_at: str
    """When it was added; what happened before is not delivered."""
    event: int = 0
    """The number of the last event that was dealt with, 0 before the first."""
    event_at: str = ""
    delivered: int = 0
    delivered_at: str | None = None
    failures: int = 0
    """In a row, up to now."""
    failing_since: str | None = None
    next_at: str | None = None
    """While it fails: nothing is tried before."""
    error: str | None = None
    off_at: str | None = None
    """When it was given up."""

    @property
    def position(self) -> Position:
        """The last event that was dealt with."""
        return Position(self.event, self.event_at)

    def is_due(self, now: datetime) -> bool:
        """Whether it may be tried."""
        return self.off_at is None and (self.next_at is None or self.next_at <= to_stamp(now))


def advance(delivery: Delivery, position: Position) -> Delivery:
    """Deal with the events up to a position, which it had nothing to deliver of."""
    return attrs.evolve(delivery, event=position.event, event_at=position.at)


def clear_failures(delivery: Delivery) -> Delivery:
    """Let it be tried at once, also where it was given up."""
    return attrs.evolve(delivery, failures=0, failing_since=None, next_at=None, error=None, off_at=None)


def after_success(delivery: Delivery, position: Position, now: datetime) -> Delivery:
    """Count an event at a position that was delivered."""
    counted = attrs.evolve(delivery, delivered=delivery.delivered + 1, delivered_at=to_stamp(now))
    return advance(clear_failures(counted), position)


def after_failure(
    delivery: Delivery, error: str, now: datetime, chance: float, *, for_good: bool = False, wait: float = 0.0
) -> Delivery:
    """Put off the next try, or give up after GIVE_UP_AFTER of failures. `chance` is from 0 to 1, for the jitter.

    `wait` is what the receiver asks for, in seconds, up to LONGEST_WAIT; `for_good`: it wants no more. It is not given
    up before the whole schedule was gone through: a machine that was off for a week has not tried.
    """
    since = delivery.failing_since or to_stamp(now)
    failures = delivery.failures + 1
    scheduled = RETRY_IN[min(failures, len(RETRY_IN)) - 1] * (1 + JITTER * (2 * chance - 1))
    requested = min(timedelta(seconds=min(wait, 1e9)), LONGEST_WAIT)
    gives_up = for_good or (failures > len(RETRY_IN) and now - from_stamp(since) >= GIVE_UP_AFTER)
    return attrs.evolve(
        delivery,
        failures=failures,
        failing_since=since,
        error=error[:LONGEST_ERROR],
        next_at=None if gives_up else to_stamp(now + max(scheduled, requested)),
        off_at=to_stamp(now) if gives_up else None,
    )
