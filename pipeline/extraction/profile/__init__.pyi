from .induction import RECENT, WINDOW, is_due, is_redesigned, learn
from .observation import Lesson, Line
from .profile import BOILERPLATE_LINE, LONGEST, Cut, Profile, Template, from_json, normal
from .reading_rules import Guide, as_words, guide_of, version_in
from .region import cut_out

__all__ = [
    "BOILERPLATE_LINE",
    "LONGEST",
    "RECENT",
    "WINDOW",
    "Cut",
    "Guide",
    "Lesson",
    "Line",
    "Profile",
    "Template",
    "as_words",
    "cut_out",
    "from_json",
    "guide_of",
    "is_due",
    "is_redesigned",
    "learn",
    "normal",
    "version_in",
]
