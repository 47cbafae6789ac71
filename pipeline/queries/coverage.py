"""How many articles the archive holds of each province: as many as a search narrowed to it would find."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from pipeline.provinces import MERGED_ON, provinces_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipeline.provinces import Province


@attrs.frozen
class Coverage:
    """Articles by province.

    What was published until 30 June 2025 is a province's of then, what came after one's of now.
    """

    provinces: dict[Province, int]
    """An article of a site that reports from several counts for each."""
    others: int
    """Articles of sites that report for no province."""


def coverage_by_province(db: Database) -> Coverage:
    """Count the articles of each province. Reads sites and an index, no article's row."""
    counts = db.execute(
        "SELECT provinces, is_since, articles FROM sites JOIN"
        " (SELECT site_id, shown_at >= ? AS is_since, count(*) AS articles FROM articles GROUP BY 1, 2)"
        " ON site_id = sites.id",
        [str(MERGED_ON)],
    )
    articles_of: Counter[Province] = Counter()
    others = 0
    for codes, is_since, articles in counts.fetchall():
        provinces = provinces_of(json.loads(codes), since_merger=bool(is_since))
        articles_of.update(dict.fromkeys(provinces, articles))
        others += 0 if provinces else articles
    return Coverage(dict(articles_of), others)
