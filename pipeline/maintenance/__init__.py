"""Backup, verification, exports and statistics."""

from pipeline.maintenance.backup import backup, size_of
from pipeline.maintenance.parquet import write_parquet
from pipeline.maintenance.stats import stats
from pipeline.maintenance.verify import Report, verify

__all__ = ["Report", "backup", "size_of", "stats", "verify", "write_parquet"]
