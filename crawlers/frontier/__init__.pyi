from .frontier import Frontier, Hub, Lease, SourceState, read_failing, read_hubs
from .schedule import UNFINISHED, Rota

__all__ = ["UNFINISHED", "Frontier", "Hub", "Lease", "Rota", "SourceState", "read_failing", "read_hubs"]
