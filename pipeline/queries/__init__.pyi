from .articles import Revision
from .coverage import Holdings, by_province
from .diff import words
from .edits import lately
from .latest import Entry, of_watch
from .profile_report import NotLearned, as_json, portray

__all__ = [
    "Entry",
    "Holdings",
    "NotLearned",
    "Revision",
    "as_json",
    "by_province",
    "lately",
    "of_watch",
    "portray",
    "words",
]
