from .publishing_rate import MEMORY, Rates, hour_of, learn
from .rules import Colour, Facts, Printed, Reason, colour_of, habits, weigh

__all__ = [
    "MEMORY",
    "Colour",
    "Facts",
    "Printed",
    "Rates",
    "Reason",
    "colour_of",
    "habits",
    "hour_of",
    "learn",
    "weigh",
]
