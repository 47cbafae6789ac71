from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.search import Filters, count, published_since
from tests.support.example_archive import add_article

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_what_is_new_is_what_a_search_from_that_day_finds(db: Database) -> None:
    """From the day's first minute in Vietnam on; an article without a date of publication is not counted."""
    for published_at in ("2026-03-01T23:59:59+07:00", "2026-03-02T00:00:00+07:00", "2026-03-03", None):
        add_article(db, "a.vn", "Tin", published_at=published_at)
    add_article(db, "b.vn", "Tin", published_at="2026-03-01")
    assert published_since(db, date(2026, 3, 2)) == {"a.vn": 2}
    assert count(db, "", Filters(since=date(2026, 3, 2))).articles == 2
