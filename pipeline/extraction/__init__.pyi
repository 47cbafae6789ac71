from .evaluation import Case, Quality, quality_of, read_cases, score
from .extract import extract
from .extraction import Extraction, article_of
from .html import as_selector, parse
from .lines import is_month_first, read_feed_date
from .profile import (
    RECENT,
    WINDOW,
    Guide,
    Lesson,
    Profile,
    Template,
    as_words,
    from_json,
    guide_of,
    is_due,
    is_redesigned,
    learn,
    normal,
    version_in,
)

__all__ = [
    "RECENT",
    "WINDOW",
    "Case",
    "Extraction",
    "Guide",
    "Lesson",
    "Profile",
    "Quality",
    "Template",
    "article_of",
    "as_selector",
    "as_words",
    "extract",
    "from_json",
    "guide_of",
    "is_due",
    "is_month_first",
    "is_redesigned",
    "learn",
    "normal",
    "parse",
    "quality_of",
    "read_cases",
    "read_feed_date",
    "score",
    "version_in",
]
