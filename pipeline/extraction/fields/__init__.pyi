from .authors import Credit, PrintedBylines, credit, printed_bylines
from .provenance import block_source, text_source, title_source
from .publication import PrintedDate, Publication, choose_modified, choose_publication, printed_dates
from .sapo import find_sapo
from .section_and_tags import printed_section, section_above, section_labelled, tag_box, tags_by_rel, tags_in

__all__ = [
    "Credit",
    "PrintedBylines",
    "PrintedDate",
    "Publication",
    "block_source",
    "choose_modified",
    "choose_publication",
    "credit",
    "find_sapo",
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
