"""What publishers did to articles after they were archived, the last first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from pipeline.clock import in_vietnam

if TYPE_CHECKING:
    from sqlite_utils import Database

Change = Literal["edited", "gone", "moved", "returned"]
CHANGES: dict[str, Change] = {
    "article.revised": "edited",
    "article.gone": "gone",
    "article.moved": "moved",
    "article.returned": "returned",
}


@attrs.frozen
class RecentEdit:
    """One article that its publisher changed, and how."""

    key: str
    title: str
    site: str
    site_name: str
    change: Change
    seen_at: str
    """When we noticed, on Vietnam's clock: `2026-11-23T15:15:00+07:00`."""


def recent_edits(db: Database, limit: int = 8) -> list[RecentEdit]:
    """The articles that were edited, taken down, moved or put back last; each once, with the last that happened."""
    changes = db.execute(
        """
        SELECT articles.key, articles.title, domain, name, changes.kind, max(changes.id), changes.at
        FROM (SELECT id, at, kind, article FROM events
              WHERE kind IN ('article.revised', 'article.gone', 'article.moved', 'article.returned')
              ORDER BY id DESC LIMIT ?) AS changes
        JOIN addresses ON addresses.key = changes.article JOIN articles ON articles.id = addresses.article_id
        JOIN sites ON sites.id = articles.site_id
        GROUP BY articles.id ORDER BY max(changes.id) DESC LIMIT ?
        """,
        [limit * 5, limit],
    )
    return [
        RecentEdit(key, title, domain, name, CHANGES[kind], in_vietnam(at))
        for key, title, domain, name, kind, _, at in changes
    ]
