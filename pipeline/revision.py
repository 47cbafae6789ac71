"""Revision: one distinct text of an article, as it was extracted from a capture and as a row of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pipeline.fingerprint import fingerprint

if TYPE_CHECKING:
    from pipeline.article import Article
    from pipeline.ids import ArticleId, CaptureId, RevisionId


@attrs.frozen
class RevisionRow:
    """What ingest compares of a row of table `revisions`."""

    id: RevisionId
    article_id: ArticleId
    number: int
    """1 for an article's first text; a text that is found late moves later ones up."""
    capture_id: CaptureId
    """The capture that the text is read from."""
    fingerprint: str
    extractor: str
    profile: str | None
    seen_at: str
    """When the text was first seen, as clock.to_stamp writes it: maybe earlier than its capture."""


@attrs.frozen
class ExtractedRevision:
    """An article as one extractor read it from one capture: what becomes a row of table `revisions`."""

    article: Article
    fingerprint: str
    seen_at: str
    """When it was captured, as clock.to_stamp writes it."""

    @classmethod
    def of(cls, article: Article, seen_at: str) -> ExtractedRevision:
        """An article with the fingerprint of its text."""
        return cls(article, fingerprint(article), seen_at)
