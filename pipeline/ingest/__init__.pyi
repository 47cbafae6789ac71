from .compare import is_unchanged
from .extractor_pool import ExtractorPool, PendingExtraction, open_extractor_pool
from .identify import is_section
from .intake import ExtractedCapture, Intake, open_intake
from .rebuild import rebuild_archive
from .recovery import recover
from .retry import failed_captures, retry_captures
from .warc_import import BATCH, article_files, import_file

__all__ = [
    "BATCH",
    "ExtractedCapture",
    "ExtractorPool",
    "Intake",
    "PendingExtraction",
    "article_files",
    "failed_captures",
    "import_file",
    "is_section",
    "is_unchanged",
    "open_extractor_pool",
    "open_intake",
    "rebuild_archive",
    "recover",
    "retry_captures",
]
