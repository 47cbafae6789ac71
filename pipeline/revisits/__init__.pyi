from .availability import AWAY, GONE, STATES, Doubt, Sign, State, asks_in_full, next_look, weigh
from .soft_404 import Missing, impossible

__all__ = [
    "AWAY",
    "GONE",
    "STATES",
    "Doubt",
    "Missing",
    "Sign",
    "State",
    "asks_in_full",
    "impossible",
    "next_look",
    "weigh",
]
