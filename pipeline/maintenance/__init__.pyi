from .backup import backup, size_of
from .export import ArticleRecord, count_articles, records, write_csv, write_jsonl
from .parquet import write_parquet
from .stats import Stats, stats
from .verify import VerifyReport, verify

__all__ = [
    "ArticleRecord",
    "Stats",
    "VerifyReport",
    "backup",
    "count_articles",
    "records",
    "size_of",
    "stats",
    "verify",
    "write_csv",
    "write_jsonl",
    "write_parquet",
]
