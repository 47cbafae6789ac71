"""Searches for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.search.filters import Filters
from pipeline.search.search import search

if TYPE_CHECKING:
    from sqlite_utils import Database


def titles(db: Database, query: str, **narrowing: Any) -> list[str]:
    """Return the titles that a query finds, in order."""
    paging = {name: narrowing.pop(name) for name in ("limit", "offset") if name in narrowing}
    return [hit.title for hit in search(db, query, Filters(**narrowing), **paging)]
