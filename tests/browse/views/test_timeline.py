from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import VIETNAM
from tests.support.pages import texts, tree

if TYPE_CHECKING:
    from tests.support.served import Served

from datetime import date

from browse.views.timeline import HEIGHT, MONTHS, draw


def test_months_without_articles_stand_between_the_others() -> None:
    """From the first month to the last, each with its days; the fullest is as high as the drawing."""
    months = draw([("2024-11", 1), ("2026-02", 4)])
    assert len(months) == 16
    assert [(one.articles, one.height) for one in months if one.articles] == [(1, 25.0), (4, HEIGHT)]
    assert (months[0].first, months[-1].last) == (date(2024, 11, 1), date(2026, 2, 28))


@pytest.mark.parametrize(("latest", "first"), [("2026-02", "2025-03"), ("2026-12", "2026-01"), ("2026-01", "2025-02")])
def test_of_a_few_months_a_year_is_drawn(latest: str, first: str) -> None:
    """So that a bar has its width, and the drawing ends with the latest month."""
    months = draw([(latest, 3)])
    assert (len(months), str(months[0].first)[:7], str(months[-1].first)[:7]) == (12, first, latest)


def test_few_articles_are_still_to_be_seen() -> None:
    """One article beside ten thousand has a bar."""
    assert draw([("2026-01", 1), ("2026-02", 10_000)])[-2].height > 1


def test_of_many_years_the_latest_are_drawn() -> None:
    """So many months that a bar can be pointed at; nothing where nothing was found."""
    months = draw([("1999-01", 1), ("2026-02", 1)])
    assert (len(months), months[-1].first) == (MONTHS, date(2026, 2, 1))
    assert draw([]) == ()


def test_months_lead_to_their_articles(served: Served) -> None:
    """A bar says how many articles its month has and leads to them; without a script."""
    page = tree(served.get("/tim?q=nguoi&order=oldest"))
    bars = page.cssselect(".timeline svg a")
    assert bars
    for bar in bars:
        (articles,) = re.findall(r": (\d+) bài", bar.get("aria-label"))
        month = tree(served.get("/tim" + bar.get("href")))
        assert f"thấy {articles} bài" in texts(month, ".summary")[0]
        assert texts(month, ".orders [aria-current]") == ["Cũ nhất"]
        assert len(month.cssselect(".taken a")) == 2


def test_a_month_that_is_cut_leads_to_what_is_left_of_it(served: Served) -> None:
    """A bar within a span of days stays within it."""
    page = tree(served.get(f"/tim?q=nguoi&until={datetime.now(VIETNAM).date() - timedelta(days=3)}"))
    for bar in page.cssselect(".timeline svg a"):
        (articles,) = re.findall(r": (\d+) bài", bar.get("aria-label"))
        assert f"thấy {articles} bài" in texts(tree(served.get("/tim" + bar.get("href"))), ".summary")[0]
