"""The command `khobao`, one module a command. Thin: each act stands in crawlers/ or pipeline/.

Heavy modules are imported inside the command that needs them: --help and stats must not pay for Scrapy.
"""

from khobao.cli import main

__all__ = ["main"]
