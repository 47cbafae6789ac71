"""Extraction: what reading one page gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.errors import Unreadable

if TYPE_CHECKING:
    from pipeline.article import Article
    from pipeline.extraction.profile import Observation


@attrs.frozen
class Extraction:
    """A page's article, and what the page teaches of its site."""

    article: Article
    observation: Observation | None = attrs.field(default=None, eq=False, repr=False)
    """None where a reading tells nothing new: a page of which no place is known was read by one that is."""


def article_of(extraction: Extraction | Unreadable) -> Article | Unreadable:
    """Article alone, or why there is none."""
    return extraction if isinstance(extraction, Unreadable) else extraction.article
