"""From a capture in a WARC file to rows of the archive."""

from pipeline.ingest.extractor_pool import Reading, open_readers
from pipeline.ingest.ingest import is_section, says_the_same
from pipeline.ingest.intake import BATCH, Intake, article_files, import_file, open_intake
from pipeline.ingest.rebuild import rebuild
from pipeline.ingest.recovery import recover
from pipeline.ingest.retry import retry, set_aside

__all__ = [
    "BATCH",
    "Intake",
    "Reading",
    "article_files",
    "import_file",
    "is_section",
    "open_intake",
    "open_readers",
    "rebuild",
    "recover",
    "retry",
    "says_the_same",
    "set_aside",
]
