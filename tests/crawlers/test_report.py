from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from crawlers.report import ALL_FORBIDDEN, CrawlReport


@pytest.mark.parametrize(
    ("counts", "failed"),
    [
        ({}, False),
        ({"sources": 2, "sources_failed": 1}, False),
        ({"sources": 2, "sources_failed": 2}, True),
        ({"sources": 1, "sources_failed": 1, "stored": {"new": 5}}, True),
        ({"sources": 1, "stored": {"new": 1}, "failures": {"unreachable": 50}}, False),
        ({"sources": 1, "stored": {"unchanged": 1}, "failures": {"http 500": 1}}, False),
        ({"sources": 1, "failures": {"http 500": 1}}, True),
        ({"sources": 1, "failures": {"unreachable": 1}}, True),
        ({"sources": 1, "failures": {"overloaded": 1}}, True),
        ({"sources": 1, "failures": {"gone": 50}}, False),
        ({"sources": 1, "failures": {"robots.txt": 9, "moved away": 9}}, False),
        ({"sources": 1, "failures": {"forbidden": ALL_FORBIDDEN - 1}}, False),
        ({"sources": 1, "failures": {"forbidden": ALL_FORBIDDEN}}, True),
        ({"sources": 1, "failures": {"forbidden": 9}, "stored": {"new": 1}}, False),
        ({"stored": {"empty": 3}}, True),
        ({"stored": {"failed": 3}}, True),
        ({"stored": {"empty": 3, "listing": 1}}, False),
        ({"stored": {"empty": 30, "new": 1}}, False),
    ],
)
def test_when_a_whole_site_failed(counts: dict[str, Any], failed: bool) -> None:  # noqa: FBT001
    """No source answered, or not one page came out well; a page that is gone or forbidden is the publisher's word."""
    made = {name: Counter(value) if isinstance(value, dict) else value for name, value in counts.items()}
    assert CrawlReport("bao.example", **made).failed is failed


def test_the_first_messages_are_kept() -> None:
    """Ten different ones; each failure is counted by its reason."""
    report = CrawlReport("bao.example")
    for number in range(30):
        report.fail("http 500", f"trang {number // 2}")
    assert report.failures == {"http 500": 30}
    assert report.errors == [f"trang {number}" for number in range(10)]


def test_a_report_as_json() -> None:
    """Every count, and whether the site failed."""
    report = CrawlReport("bao.example", stored=Counter(new=2))
    made = json.loads(json.dumps(report.as_json()))
    assert (made["stored"], made["failed"], made["resume_in"]) == ({"new": 2}, False, None)
