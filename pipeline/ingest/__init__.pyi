from .extractor_pool import Reading, open_readers
from .ingest import is_section, says_the_same
from .intake import BATCH, Intake, article_files, import_file, open_intake
from .rebuild import rebuild
from .recovery import recover
from .retry import retry, set_aside

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
