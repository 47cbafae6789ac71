"""How well pages are read: labelled cases, benchmarks, suspect revisions."""

from pipeline.extraction.evaluation.benchmark import score
from pipeline.extraction.evaluation.case import Case, read_cases
from pipeline.extraction.evaluation.quality import Quality, quality_of

__all__ = ["Case", "Quality", "quality_of", "read_cases", "score"]
