from .evaluation import Case, Quality, quality_of, read_cases, score
from .extract import extract
from .extraction import Extraction, article_of
from .html import as_selector, decode, parse, sniff_encoding
from .lines import is_month_first, read_feed_date
from .profile import (
    RECENT,
    WINDOW,
    Observation,
    Profile,
    ReadingRules,
    Template,
    describe_version,
    induce,
    is_due,
    is_redesigned,
    normal,
    profile_version_in,
    reading_rules,
)

__all__ = [
    "RECENT",
    "WINDOW",
    "Case",
    "Extraction",
    "Observation",
    "Profile",
    "Quality",
    "ReadingRules",
    "Template",
    "article_of",
    "as_selector",
    "decode",
    "describe_version",
    "extract",
    "induce",
    "is_due",
    "is_month_first",
    "is_redesigned",
    "normal",
    "parse",
    "profile_version_in",
    "quality_of",
    "read_cases",
    "read_feed_date",
    "reading_rules",
    "score",
    "sniff_encoding",
]
