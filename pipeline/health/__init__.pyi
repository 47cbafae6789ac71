from .publishing_rate import JITTER, MEMORY, Intervals, learn, next_poll, timetable
from .rules import Colour, Facts, Printed, Reason, colour_of, habits, weigh

__all__ = [
    "JITTER",
    "MEMORY",
    "Colour",
    "Facts",
    "Intervals",
    "Printed",
    "Reason",
    "colour_of",
    "habits",
    "learn",
    "next_poll",
    "timetable",
    "weigh",
]
