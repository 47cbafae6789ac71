from .benchmark import score
from .case import Case, read_cases
from .quality import Quality, quality_of

__all__ = ["Case", "Quality", "quality_of", "read_cases", "score"]
