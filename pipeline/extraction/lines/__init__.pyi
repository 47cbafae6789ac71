from .agencies import agency_of
from .byline import Byline, is_dated_byline, is_desk, is_labelled, looks_signed, read_byline
from .feed_dates import is_month_first, read_feed_date
from .labels import FRONT_PAGE_NAMES, are_labels, is_button, is_label, is_promotion, is_tool
from .language import language_of
from .names import is_office, is_person
from .page_words import is_imprint, is_to_come, record_labels
from .printed_dates import is_date_line, is_day, is_mostly_date, read_printed
from .sentences import ends_clause, ends_sentence
from .stamp import Stamp, is_after
from .stated_dates import read_stated

__all__ = [
    "FRONT_PAGE_NAMES",
    "Byline",
    "Stamp",
    "agency_of",
    "are_labels",
    "ends_clause",
    "ends_sentence",
    "is_after",
    "is_button",
    "is_date_line",
    "is_dated_byline",
    "is_day",
    "is_desk",
    "is_imprint",
    "is_label",
    "is_labelled",
    "is_month_first",
    "is_mostly_date",
    "is_office",
    "is_person",
    "is_promotion",
    "is_to_come",
    "is_tool",
    "language_of",
    "looks_signed",
    "read_byline",
    "read_feed_date",
    "read_printed",
    "read_stated",
    "record_labels",
]
