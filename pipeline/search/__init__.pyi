from . import index
from .facets import COUNTED, Counts, count
from .filters import EVERYTHING, Filters
from .matching import as_typed
from .published import published_since
from .query import bare_form, parse_query
from .search import END, RANKED, START, Hit, SortOrder, as_json, search, without_marks
from .suggest import suggest

__all__ = [
    "COUNTED",
    "END",
    "EVERYTHING",
    "RANKED",
    "START",
    "Counts",
    "Filters",
    "Hit",
    "SortOrder",
    "as_json",
    "as_typed",
    "bare_form",
    "count",
    "index",
    "parse_query",
    "published_since",
    "search",
    "suggest",
    "without_marks",
]
