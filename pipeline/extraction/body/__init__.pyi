from .read_body import Story, read_story
from .captions import credit_of
from .signature import is_dressed

__all__ = ["Story", "credit_of", "is_dressed", "read_story"]
