from .induction import RECENT, WINDOW, induce, is_due, is_redesigned
from .observation import Observation, ObservedLine
from .profile import BOILERPLATE_LINE, LONGEST, Profile, RegionMarks, Template, normal
from .reading_rules import ReadingRules, describe_version, profile_version_in, reading_rules
from .region import cut_region

__all__ = [
    "BOILERPLATE_LINE",
    "LONGEST",
    "RECENT",
    "WINDOW",
    "Observation",
    "ObservedLine",
    "Profile",
    "ReadingRules",
    "RegionMarks",
    "Template",
    "cut_region",
    "describe_version",
    "induce",
    "is_due",
    "is_redesigned",
    "normal",
    "profile_version_in",
    "reading_rules",
]
