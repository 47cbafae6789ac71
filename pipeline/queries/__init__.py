"""What pages and commands ask of the archive."""

from pipeline.queries.articles import Revision
from pipeline.queries.coverage import Holdings, by_province
from pipeline.queries.diff import words
from pipeline.queries.edits import lately
from pipeline.queries.latest import Entry, of_watch
from pipeline.queries.profile_report import NotLearned, as_json, portray

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
