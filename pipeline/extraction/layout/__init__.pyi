from .container import headlines_near, is_headline
from .layout import Layout, Misfit, lay_out, lay_out_by
from .not_an_article import refuse

__all__ = ["Layout", "Misfit", "headlines_near", "is_headline", "lay_out", "lay_out_by", "refuse"]
