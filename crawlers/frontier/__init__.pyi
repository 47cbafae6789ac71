from .frontier import Frontier, Hub, Lease, SourceState, read_failing, read_hubs
from .schedule import UNFINISHED, PollSchedule

__all__ = ["UNFINISHED", "Frontier", "Hub", "Lease", "PollSchedule", "SourceState", "read_failing", "read_hubs"]
