"""Where on a page the article stands."""

from pipeline.extraction.layout.container import headlines_near, is_headline
from pipeline.extraction.layout.layout import Layout, Misfit, lay_out, lay_out_by
from pipeline.extraction.layout.not_an_article import refuse

__all__ = ["Layout", "Misfit", "headlines_near", "is_headline", "lay_out", "lay_out_by", "refuse"]
