from .explore import add, check
from .status import site_states

__all__ = ["add", "check", "site_states"]
