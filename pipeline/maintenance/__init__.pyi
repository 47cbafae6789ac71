from .backup import backup, size_of
from .parquet import write_parquet
from .stats import stats
from .verify import Report, verify

__all__ = ["Report", "backup", "size_of", "stats", "verify", "write_parquet"]
