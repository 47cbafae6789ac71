"""Time as Kho Báo keeps it: aware UTC inside, Asia/Ho_Chi_Minh where a person looks."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def to_stamp(moment: datetime) -> str:
    """An aware moment as `2026-11-23T08:15:00Z`, to the second: the form of every time of ours in a database."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_stamp(stamp: str) -> datetime:
    """The aware moment that `to_stamp` wrote."""
    return datetime.fromisoformat(stamp)


def in_vietnam(stamp: str) -> str:
    """A stored UTC stamp as Vietnam's wall clock, `2026-11-23T15:15:00+07:00`: what exports and pages show."""
    return from_stamp(stamp).astimezone(VIETNAM).isoformat(timespec="seconds")
