from .guide import Guide, as_words, guide_of, version_in
from .induction import RECENT, WINDOW, is_due, is_redesigned, learn
from .observation import Evidence, Lesson, lesson_of, lesson_of_lines
from .profile import BOILERPLATE_LINE, LONGEST, Profile, Template, from_json, normal
from .region import cut_out

__all__ = [
    "BOILERPLATE_LINE",
    "LONGEST",
    "RECENT",
    "WINDOW",
    "Evidence",
    "Guide",
    "Lesson",
    "Profile",
    "Template",
    "as_words",
    "cut_out",
    "from_json",
    "guide_of",
    "is_due",
    "is_redesigned",
    "learn",
    "lesson_of",
    "lesson_of_lines",
    "normal",
    "version_in",
]
