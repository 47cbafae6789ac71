from .body import Body
from .captions import credit_of
from .read_body import read_body
from .signature import is_dressed

__all__ = ["Body", "credit_of", "is_dressed", "read_body"]
