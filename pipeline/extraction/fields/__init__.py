"""One field of an article each: as printed, held against what the head states."""

from pipeline.extraction.fields.authors import Printed, credit, printed_bylines
from pipeline.extraction.fields.provenance import block_source, text_source, title_source
from pipeline.extraction.fields.publication import choose, modified, printed_dates
from pipeline.extraction.fields.sapo import find_sapo
from pipeline.extraction.fields.section_and_tags import (
    printed_section,
    section_above,
    section_labelled,
    tag_box,
    tags_by_rel,
    tags_in,
)

__all__ = [
    "Printed",
    "block_source",
    "choose",
    "credit",
    "find_sapo",
    "modified",
    "printed_bylines",
    "printed_dates",
    "printed_section",
    "section_above",
    "section_labelled",
    "tag_box",
    "tags_by_rel",
    "tags_in",
    "text_source",
    "title_source",
]
