from .archive import Archive, open_archive, stored_urls
from .arrivals import arrivals
from .database import explain_corruption, open_database, prepare_archive, read_archive
from .health import CrawlState, HealthAssessment, assess_site, assessments
from .hidden import hide_annotation, is_hidden, unhide_annotation
from .ledger import LedgerLine
from .outbox import Position, last_position
from .profiles import (
    add_lesson,
    add_profile,
    all_profiles,
    annotated_profile,
    latest,
    lessons_of,
    profile_annotation,
    progress,
)
from .sqlite import connect_read_only, immediate_transaction, open_read_only
from .storage_errors import check_integrity, is_corruption, is_storage_error, rename_damaged
from .visits import Due, Look, next_due, plan, replan

__all__ = [
    "Archive",
    "CrawlState",
    "Due",
    "HealthAssessment",
    "LedgerLine",
    "Look",
    "Position",
    "add_lesson",
    "add_profile",
    "all_profiles",
    "annotated_profile",
    "arrivals",
    "assess_site",
    "assessments",
    "check_integrity",
    "connect_read_only",
    "explain_corruption",
    "hide_annotation",
    "immediate_transaction",
    "is_corruption",
    "is_hidden",
    "is_storage_error",
    "last_position",
    "latest",
    "lessons_of",
    "next_due",
    "open_archive",
    "open_database",
    "open_read_only",
    "plan",
    "prepare_archive",
    "profile_annotation",
    "progress",
    "read_archive",
    "rename_damaged",
    "replan",
    "stored_urls",
    "unhide_annotation",
]
