from __future__ import annotations

from collections import Counter

import pytest

from crawlers.report import CrawlReport
from khobao.crawl import print_report


def test_a_report_is_a_line_and_errors_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """What was stored, what was not had and why, and what waits; counts of nothing are left out."""
    print_report(
        CrawlReport(
            "bao.example",
            stored=Counter(new=3, revised=1, unchanged=0),
            failures=Counter({"gone": 2, "robots.txt": 1}),
            errors=["https://bao.example/x: answered 500"],
            left=7,
        )
    )
    out, err = capsys.readouterr()
    assert out == "bao.example: 3 new, 1 revised (not had: 2 gone, 1 robots.txt); 7 wait for the next crawl\n"
    assert err == "bao.example: https://bao.example/x: answered 500\n"


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (CrawlReport("bao.example"), "bao.example: nothing new\n"),
        (CrawlReport("bao.example", aborted=True), "bao.example: FAILED\n"),
        (CrawlReport("bao.example", sources=2, sources_failed=2), "bao.example: FAILED\n"),
    ],
)
def test_nothing_new_and_a_failure_are_told_apart(
    report: CrawlReport, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A crawl that was not carried out has failed."""
    print_report(report)
    assert capsys.readouterr().out == line
