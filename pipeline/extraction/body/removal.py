"""Removal: why a line is no text of the article, and what it told on the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pipeline.extraction.html import Element
    from pipeline.extraction.lines import Byline


@attrs.frozen(eq=False)
class Removal:
    """A rule's answer about one line. It carries what the line says, so that rules change nothing."""

    reason: str
    """As `Article.removed` names it (docs/extraction.md)."""
    bylines: tuple[Byline, ...] = ()
    """Whom the line names as the article's writers."""
    is_date: bool = False
    """Whether it is the page's own date, near the headline."""
    may_close: bool = False
    """Whether it is a date that is the page's own if no text follows it."""
    summary: Element | None = None
    """The box of a machine's summary, where the line is its heading."""
