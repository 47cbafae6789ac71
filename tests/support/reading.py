"""A page read to its article, for tests of what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.extract import extract

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.article import Article
    from pipeline.extraction import ReadingRules


def read_article(
    body: bytes, url: str, *, content_type: str = "", rules: ReadingRules | None = None, now: datetime | None = None
) -> Article:
    """Read a page as `extract` does, for its article alone."""
    return extract(body, url, content_type=content_type, rules=rules, now=now).article
