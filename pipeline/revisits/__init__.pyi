from .availability import (
    AVAILABILITIES,
    AWAY,
    GONE_STATUSES,
    Absence,
    Availability,
    Presence,
    next_visit,
    skips_validators,
    update_availability,
)
from .soft_404 import Soft404, nonexistent_url

__all__ = [
    "AVAILABILITIES",
    "AWAY",
    "GONE_STATUSES",
    "Absence",
    "Availability",
    "Presence",
    "Soft404",
    "next_visit",
    "nonexistent_url",
    "skips_validators",
    "update_availability",
]
