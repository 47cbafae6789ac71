from .facets import COUNTED, Counts, count, published_since
from .filters import EVERYTHING, Era, Filters, Province, provinces_of
from .query import bare_form, parse
from .search import END, RANKED, START, Hit, Order, as_json, as_typed, search, without_marks
from .suggest import suggest

__all__ = [
    "COUNTED",
    "END",
    "EVERYTHING",
    "RANKED",
    "START",
    "Counts",
    "Era",
    "Filters",
    "Hit",
    "Order",
    "Province",
    "as_json",
    "as_typed",
    "bare_form",
    "count",
    "parse",
    "provinces_of",
    "published_since",
    "search",
    "suggest",
    "without_marks",
]
