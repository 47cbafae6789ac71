"""The scores of labelled pages: each column by an example, and all of them against another program's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import Rules
from pipeline.extraction.evaluation.benchmark import benchmark_json, benchmark_table, complaints, means, run_benchmark
from pipeline.extraction.evaluation.case import Case, Labels, read_cases
from pipeline.extraction.profile.reading_rules import ReadingRules

ROOT = Path(__file__).resolve().parents[4]
SHARED = ROOT / ".." / "shared"
URL = "https://vidu.vn/bai-1.html"
LABELS = Labels(
    title="Nhan đề",
    paragraphs=("một hai ba bốn",),
    captions=("Người dân gặt lúa sớm",),
    boilerplate=("Tin mới",),
    authors=("An Bình", "Chi"),
    published_at="2026-11-22T08:15:00+07:00",
)
PAGE = "<title>Nhan đề</title><h1>Nhan đề của bài</h1><div class=x>{}</div><p class=y>{}</p>".format(
    "Sáng 12/3 bà con xã Tân Lập ra đồng gặt lúa sớm tránh lũ đang về trên sông. " * 3, "Tin mới đăng. " * 30
).encode()


def test_a_page_that_is_refused_counts_as_nothing() -> None:
    """All its scores are zero or wrong, and the reason is told with the case."""
    good, bad = run_benchmark([Case("a", URL, PAGE, LABELS), Case("b", URL, b"%PDF-1.4", LABELS)])
    assert good.error is None
    assert bad.scores.f1 == 0
    assert bad.error is not None
    assert means([good, bad])["F1"] == good.scores.f1 / 2
    assert list(complaints([bad], verbose=True)) == [f"b: not read: {bad.error}"]
    assert [line.split()[0] for line in benchmark_table([good, bad])] == ["case", "a", "b", "mean"]


def test_a_failure_names_case_and_field() -> None:
    """A line for each; verbose says what was wanted and what came."""
    labels = Labels(title="Nhan đề của bài", section="Xã hội")
    results = list(run_benchmark([Case("a", URL, PAGE, labels)]))
    assert list(complaints(results, verbose=False)) == ["a: paragraphs", "a: section"]
    assert '    wanted: "Xã hội"' in complaints(results, verbose=True)


def test_json_says_what_was_wanted() -> None:
    """The keys of `khobao benchmark --json` are the columns of the table, and what a label leaves out is null."""
    document = json.loads(json.dumps(benchmark_json(list(run_benchmark([Case("a", URL, b"%PDF-1.4", LABELS)])))))
    assert list(document["cases"]["a"]) == [
        *("P", "R", "F1", "boilerplate", "captions_in_body", "captions_found"),
        *("title", "sapo", "authors", "agency", "published", "section", "tags", "error"),
    ]
    assert document["means"]["R"] == 0
    assert document["differences"][0] == {
        "case": "a",
        "field": "paragraphs",
        "wanted": ["một hai ba bốn"],
        "got": [],
    }
    assert {"case": "a", "field": "title", "wanted": "Nhan đề", "got": None} in document["differences"]


def test_what_is_known_of_a_site_is_used() -> None:
    """Each page is read with the rules of its own site."""
    case = Case("a", URL, PAGE, Labels(title="x", boilerplate=("Tin mới",)))
    rules = {URL: ReadingRules((Rules(body=".x"),))}
    assert [result.scores.boilerplate for result in run_benchmark([case])] == [1]
    assert [result.scores.boilerplate for result in run_benchmark([case], lambda case: rules[case.url])] == [0]


@pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="the scoring tool is not beside this checkout")
def test_the_figures_are_the_scoring_tool_s() -> None:
    """The table over the real pages is the same, byte for byte."""
    cases = SHARED / "data" / "pages"
    tool = [sys.executable, str(SHARED / "tools" / "score_extraction.py"), str(cases), "--"]
    command = [*tool, sys.executable, "-m", "khobao", "extract"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "\n".join(benchmark_table(list(run_benchmark(read_cases(cases))))) == done.stdout.strip("\n")
