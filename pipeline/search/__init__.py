"""The full-text index and the queries to it."""

from pipeline.search.facets import COUNTED, Counts, count, published_since
from pipeline.search.filters import EVERYTHING, Connection, Era, Narrowing, Province, provinces_of
from pipeline.search.query import bare_form
from pipeline.search.search import END, RANKED, START, Hit, Order, as_json, as_typed, search, without_marks
from pipeline.search.suggest import suggest

__all__ = [
    "COUNTED",
    "END",
    "EVERYTHING",
    "RANKED",
    "START",
    "Connection",
    "Counts",
    "Era",
    "Hit",
    "Narrowing",
    "Order",
    "Province",
    "as_json",
    "as_typed",
    "bare_form",
    "count",
    "provinces_of",
    "published_since",
    "search",
    "suggest",
    "without_marks",
]
