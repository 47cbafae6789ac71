from .container import headlines_near
from .layout import Layout, Misfit, lay_out, lay_out_by
from .not_an_article import refuse

__all__ = ["Layout", "Misfit", "headlines_near", "lay_out", "lay_out_by", "refuse"]
