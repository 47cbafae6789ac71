from . import (
    address_shapes,
    arrivals,
    articles,
    captures,
    health,
    hidden,
    ledger,
    link_coverage,
    outbox,
    profiles,
    revisions,
    sites,
    turns,
    visits,
    warc_files,
)
from .archive import Archive, open_archive
from .database import explain_corruption, open_database, prepare_archive, read_archive
from .health import CrawlState, HealthAssessment, assess_site, assessments
from .ledger import LedgerLine
from .outbox import Position, last_position
from .sqlite import connect, connect_read_only, immediate_transaction, leave_wal, open_read_only
from .storage_errors import check_integrity, is_corruption, is_storage_error, rename_damaged
from .visits import DueRevisit, RevisitResult

__all__ = [
    "Archive",
    "CrawlState",
    "DueRevisit",
    "HealthAssessment",
    "LedgerLine",
    "Position",
    "RevisitResult",
    "address_shapes",
    "arrivals",
    "articles",
    "assess_site",
    "assessments",
    "captures",
    "check_integrity",
    "connect",
    "connect_read_only",
    "explain_corruption",
    "health",
    "hidden",
    "immediate_transaction",
    "is_corruption",
    "is_storage_error",
    "last_position",
    "leave_wal",
    "ledger",
    "link_coverage",
    "open_archive",
    "open_database",
    "open_read_only",
    "outbox",
    "prepare_archive",
    "profiles",
    "read_archive",
    "rename_damaged",
    "revisions",
    "sites",
    "turns",
    "visits",
    "warc_files",
]
