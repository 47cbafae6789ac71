"""Row ids of archive.db's tables, a type each, so that the type checker refuses one in another's place."""

from __future__ import annotations

from typing import NewType

SiteId = NewType("SiteId", int)
ArticleId = NewType("ArticleId", int)
CaptureId = NewType("CaptureId", int)
RevisionId = NewType("RevisionId", int)
