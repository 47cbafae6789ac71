"""Revision: one distinct text of an article, as it is read (Reading) and as it stands in the archive (Standing)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from pipeline.article import Article, Image, Removed


@attrs.frozen
class Standing:
    """A revision as ingest compares it."""

    id: int
    article_id: int
    number: int
    capture_id: int
    fingerprint: str
    extractor: str
    profile: str | None
    seen_at: str


@attrs.frozen
class Reading:
    """An article as one extractor read it from one capture: what a revision's row holds of it."""

    article: Article
    fingerprint: str
    seen_at: str

    def columns(self) -> dict[str, Any]:
        """Return the columns of `revisions` that depend on the reading."""
        article = self.article
        plain: tuple[str, ...] = ("title", "sapo", "text", "agency", "section", "published_at", "published_precision")
        plain += ("published_method", "published_raw", "modified_at", "language", "extractor", "profile")
        lists: dict[str, tuple[str | Image | Removed, ...]] = {
            "authors": article.authors,
            "tags": article.tags,
            "images": article.images,
            "removed": article.removed,
        }
        return {
            "fingerprint": self.fingerprint,
            "sources": json.dumps(dict(article.sources), ensure_ascii=False),
            **{name: getattr(article, name) for name in plain},
            **{name: json.dumps(_plain(values), ensure_ascii=False) for name, values in lists.items()},
        }


def _plain(values: tuple[str | Image | Removed, ...]) -> list[Any]:
    return [value if isinstance(value, str) else attrs.asdict(value) for value in values]
