from .benchmark import BenchmarkResult, benchmark_json, benchmark_table, complaints, run_benchmark
from .case import Case, Labels, case_name, draft_labels, read_cases, write_case
from .quality import Quality, quality_of
from .scores import Scores, score

__all__ = [
    "BenchmarkResult",
    "Case",
    "Labels",
    "Quality",
    "Scores",
    "benchmark_json",
    "benchmark_table",
    "case_name",
    "complaints",
    "draft_labels",
    "quality_of",
    "read_cases",
    "run_benchmark",
    "score",
    "write_case",
]
