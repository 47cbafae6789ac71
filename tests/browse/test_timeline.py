from __future__ import annotations

from datetime import date

from browse.timeline import HEIGHT, MONTHS, draw


def test_months_without_articles_stand_between_the_others() -> None:
    """From the first month to the last, each with its days; the fullest is as high as the drawing."""
    months = draw([("2025-11", 1), ("2026-02", 4)])
    assert [(month.articles, month.height) for month in months] == [(1, 25.0), (0, 0.0), (0, 0.0), (4, HEIGHT)]
    assert (months[0].first, months[-1].last) == (date(2025, 11, 1), date(2026, 2, 28))


def test_few_articles_are_still_to_be_seen() -> None:
    """One article beside ten thousand has a bar."""
    assert draw([("2026-01", 1), ("2026-02", 10_000)])[0].height > 1


def test_of_many_years_the_latest_are_drawn() -> None:
    """So many months that a bar can be pointed at; nothing where nothing was found."""
    months = draw([("1999-01", 1), ("2026-02", 1)])
    assert (len(months), months[-1].first) == (MONTHS, date(2026, 2, 1))
    assert draw([]) == ()
