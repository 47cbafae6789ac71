"""The scores of labelled pages: each column by an example, and all of them against another program's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.article import Article, Image
from pipeline.config import Rules
from pipeline.extraction.evaluation.benchmark import complaints, differences, means, run, score, table
from pipeline.extraction.evaluation.case import Case, read_cases
from pipeline.extraction.profile.reading_rules import ReadingRules

ROOT = Path(__file__).resolve().parents[4]
SHARED = ROOT / ".." / "shared"
URL = "https://vidu.vn/bai-1.html"
WANTED: dict[str, Any] = {
    "title": "Nhan đề",
    "sapo": None,
    "paragraphs": ["một hai ba bốn"],
    "captions": ["Người dân gặt lúa sớm"],
    "boilerplate": ["Tin mới"],
    "authors": ["An Bình", "Chi"],
    "published_at": "2026-11-22T08:15:00+07:00",
}
RIGHT = Article(
    URL,
    "nhan ĐỀ",
    paragraphs=("một hai", "ba\u200b bốn"),
    images=(Image("", "Người dân gặt lúa sớm. Ảnh: An"),),
    authors=("Chi", "AN BÌNH"),
    published_at="2026-11-22T08:15:00+07:00",
)
PAGE = "<title>Nhan đề</title><h1>Nhan đề của bài</h1><div class=x>{}</div><p class=y>{}</p>".format(
    "Sáng 12/3 bà con xã Tân Lập ra đồng gặt lúa sớm tránh lũ đang về trên sông. " * 3, "Tin mới đăng. " * 30
).encode()


def test_what_is_right() -> None:
    """Letters drawn as nothing, case, the order of names and where paragraphs part make no difference."""
    scores = score(RIGHT, WANTED)
    assert [scores[column] for column in ("P", "R", "F1", "captions_found")] == [1.0] * 4
    assert (scores["boilerplate"], scores["captions_in_body"]) == (0, 0)
    assert all(
        scores[field] is True for field in ("title", "sapo", "authors", "agency", "published", "section", "tags")
    )
    assert list(differences("a", RIGHT, WANTED)) == []


def test_what_is_wrong() -> None:
    """Words too many and too few, leaks, lost captions and each wrong field count, and are told."""
    article = Article(
        URL,
        "Khác",
        sapo="một",
        paragraphs=("một hai", "TIN  MỚI", "Người dân gặt lúa sớm"),
        authors=("An",),
        agency="TTXVN",
        section="Xã hội",
        tags=("lũ",),
        published_at="2026-11-22T08:16:00+07:00",
    )
    scores = score(article, WANTED)
    assert (scores["P"], scores["R"]) == (2 / 9, 0.5)
    assert scores["F1"] == pytest.approx(2 * (2 / 9) * 0.5 / (2 / 9 + 0.5))
    assert (scores["boilerplate"], scores["captions_in_body"], scores["captions_found"]) == (1, 1, 0.0)
    found = {difference.field: difference for difference in differences("a", article, WANTED)}
    assert list(found) == [
        *("paragraphs", "boilerplate", "captions_in_body", "captions_found"),
        *("title", "sapo", "authors", "agency", "published_at", "section", "tags"),
    ]
    assert (found["title"].wanted, found["title"].got) == ("Nhan đề", "Khác")
    assert found["paragraphs"].wanted == ["một hai ba bốn"]


@pytest.mark.parametrize(
    ("got", "wanted", "right"),
    [
        ("2026-11-22T08:15:30+07:00", "2026-11-22T08:15:00+07:00", True),
        ("2026-11-22T08:15:00+07:00", "2026-11-22", True),
        ("2026-11-22", "2026-11-22T08:15:00+07:00", False),
        ("2026-11-22", None, False),
        (None, None, True),
    ],
)
def test_times(got: str | None, wanted: str | None, right: bool) -> None:  # noqa: FBT001  a parameter of the test
    """To the minute where the label has one, else the day; where the label has none there must be none."""
    article = Article(URL, "Nhan đề", published_at=got)
    assert score(article, {**WANTED, "published_at": wanted})["published"] is right


def test_a_page_that_is_refused_counts_as_nothing() -> None:
    """All its scores are zero or wrong, and the reason is told with the case."""
    good, bad = run([Case("a", URL, PAGE, WANTED), Case("b", URL, b"%PDF-1.4", WANTED)])
    assert good.error is None
    assert bad.scores["F1"] == 0
    assert bad.error is not None
    assert means([good, bad])["F1"] == good.scores["F1"] / 2
    assert list(complaints([bad], verbose=True)) == [f"b: not read: {bad.error}"]
    assert [line.split()[0] for line in table([good, bad])] == ["case", "a", "b", "mean"]


def test_a_failure_names_case_and_field() -> None:
    """A line for each; verbose says what was wanted and what came."""
    wanted = {"title": "Nhan đề của bài", "paragraphs": [], "section": "Xã hội"}
    results = list(run([Case("a", URL, PAGE, wanted)]))
    assert list(complaints(results, verbose=False)) == ["a: paragraphs", "a: section"]
    assert '    wanted: "Xã hội"' in complaints(results, verbose=True)


def test_what_is_known_of_a_site_is_used() -> None:
    """Each page is read with the guide of its own site."""
    case = Case("a", URL, PAGE, {"title": "x", "paragraphs": [], "boilerplate": ["Tin mới"]})
    known = {URL: ReadingRules((Rules(body=".x"),))}
    assert [result.scores["boilerplate"] for result in run([case])] == [1]
    assert [result.scores["boilerplate"] for result in run([case], lambda one: known[one.url])] == [0]


@pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="the scoring tool is not beside this checkout")
def test_the_figures_are_the_scoring_tool_s() -> None:
    """The table over the real pages is the same, byte for byte."""
    cases = SHARED / "data" / "pages"
    tool = [sys.executable, str(SHARED / "tools" / "score_extraction.py"), str(cases), "--"]
    command = [*tool, sys.executable, "-m", "khobao", "extract"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "\n".join(table(list(run(read_cases(cases))))) == done.stdout.strip("\n")
