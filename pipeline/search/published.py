"""What is new of each site, as the search index has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.search.index import first_number

if TYPE_CHECKING:
    from datetime import date

    from sqlite_utils import Database


def published_since(db: Database, day: date) -> dict[str, int]:
    """The number of articles by domain that are published on a day, on Vietnam's clock, or later.

    An article without a date of publication is not counted: nor does a search from that day on find it.
    """
    counts = db.execute(
        "SELECT domain, count(*) FROM search_rows JOIN sites ON sites.id = site_id WHERE search_rows.id >= ? AND dated"
        " GROUP BY domain",
        [first_number(day)],
    )
    return dict(counts.fetchall())
