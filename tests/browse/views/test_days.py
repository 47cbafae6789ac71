from __future__ import annotations

from browse.views.days import by_day
from pipeline.queries.articles import ArticleLine


def line(key: str, shown_at: str) -> ArticleLine:
    """An article of a list."""
    return ArticleLine(key, "Tựa", None, "a.vn", "Báo A", shown_at, shown_at, "online", edited=False)


def test_articles_stand_under_their_days_in_the_order_they_come_in() -> None:
    """A bare day and a time of that day are under the same heading."""
    lines = [
        line("c", "2026-11-23T15:00:00+07:00"),
        line("b", "2026-11-23"),
        line("a", "2026-11-21T23:59:00+07:00"),
    ]
    assert [(day.date, [one.key for one in day.lines]) for day in by_day(lines)] == [
        ("2026-11-23", ["c", "b"]),
        ("2026-11-21", ["a"]),
    ]
    assert by_day([]) == []
