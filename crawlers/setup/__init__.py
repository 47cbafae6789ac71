"""How a site comes to be watched."""

from crawlers.setup.explore import add, check
from crawlers.setup.status import site_states

__all__ = ["add", "check", "site_states"]
