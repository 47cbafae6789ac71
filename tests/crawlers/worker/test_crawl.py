from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.frontier import Retire, Revive
from crawlers.report import CrawlReport
from crawlers.worker.crawl import health_change, source_change
from pipeline.event import SiteFailed, SiteRecovered, SourceRetired, SourceRevived

AT = datetime(2026, 7, 16, tzinfo=UTC)
REPORT = CrawlReport("bao.example", errors=["a", "b", "c", "d"])


def test_the_first_failure_is_news() -> None:
    """With the first three errors."""
    assert health_change(0, 1, REPORT, AT) == SiteFailed(at=AT, site="bao.example", errors=["a", "b", "c"])


@pytest.mark.parametrize("before", [1, 7])
def test_a_recovery_is_news(before: int) -> None:
    """However long it failed."""
    assert isinstance(health_change(before, 0, REPORT, AT), SiteRecovered)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 2), (7, 8)])
def test_what_goes_on_is_no_news(before: int, after: int) -> None:
    """Neither that all is well, nor that it still fails."""
    assert health_change(before, after, REPORT, AT) is None


def test_a_source_that_is_retired_or_revived_is_news() -> None:
    """With the reason of the first."""
    url = "https://bao.example/rss"
    retired = SourceRetired(at=AT, site="bao.example", source=url, reason="404")
    assert source_change("bao.example", Retire(url, "404"), AT) == retired
    assert source_change("bao.example", Revive(url), AT) == SourceRevived(at=AT, site="bao.example", source=url)
