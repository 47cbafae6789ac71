from .frontier import Frontier, Lease
from .schedule import PollSchedule, Retire, Revive
from .state import Failing, Habits, SiteState, SourceState, Validators, WalkPosition
from .status import Hub, count_waiting, read_failing, read_found_sources, read_hubs, read_site_states

__all__ = [
    "Failing",
    "Frontier",
    "Habits",
    "Hub",
    "Lease",
    "PollSchedule",
    "Retire",
    "Revive",
    "SiteState",
    "SourceState",
    "Validators",
    "WalkPosition",
    "count_waiting",
    "read_failing",
    "read_found_sources",
    "read_hubs",
    "read_site_states",
]
