"""What of the container is text, and what else it is."""

from pipeline.extraction.body.body import Story, read_story
from pipeline.extraction.body.captions import credit_of
from pipeline.extraction.body.signature import is_dressed

__all__ = ["Story", "credit_of", "is_dressed", "read_story"]
