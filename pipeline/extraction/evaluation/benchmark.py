"""A benchmark: labelled pages read one after the other, and what is said of how well.

A page that can't be read counts as one of which nothing was read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.article import Article
from pipeline.errors import Unreadable
from pipeline.extraction.evaluation.scores import Difference, FieldValue, Score, Scores, differences, score
from pipeline.extraction.extract import extract
from pipeline.extraction.profile import ReadingRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pipeline.extraction.evaluation.case import Case

_NAME = 44  # letters of a case's name in the table
_CELL = 9


@attrs.frozen
class BenchmarkResult:
    """How one case was read."""

    case: str
    scores: Scores
    differences: tuple[Difference, ...]
    error: str | None = None
    """Why it could not be read, if so."""


def run_benchmark(
    cases: Iterable[Case], rules_for: Callable[[Case], ReadingRules] = lambda _: ReadingRules()
) -> Iterator[BenchmarkResult]:
    """Read and score cases, each with the rules of its site."""
    for case in cases:
        article, error = Article(case.url, None), None
        try:
            rules = rules_for(case)
            article = extract(
                case.body, case.url, content_type=case.content_type, rules=rules, now=case.captured_at
            ).article
        except Unreadable as refusal:
            error = str(refusal)
        yield BenchmarkResult(
            case.name, score(article, case.labels), tuple(differences(case.name, article, case.labels)), error
        )


def means(results: Sequence[BenchmarkResult]) -> dict[str, float]:
    """Mean of each column over some results, of which there is one at least."""
    rows = [result.scores.columns() for result in results]
    return {column: sum(float(row[column]) for row in rows) / len(rows) for column in rows[0]}


def benchmark_table(results: Sequence[BenchmarkResult]) -> Iterator[str]:
    """Lines of the table: its head, a row a case, the means."""
    yield _row("case", [column[:_CELL] for column in results[0].scores.columns()])
    rows: list[tuple[str, dict[str, Score]]] = [(result.case, result.scores.columns()) for result in results]
    for name, scores in [*rows, (f"mean of {len(results)}", means(results))]:
        yield _row(name, list(map(_cell, scores.values())))


def _row(name: str, cells: Sequence[str]) -> str:
    return " ".join([name[:_NAME].ljust(_NAME), *(cell.rjust(_CELL) for cell in cells)])


def _cell(value: Score) -> str:
    if isinstance(value, bool):
        return "ok" if value else "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def benchmark_json(results: Sequence[BenchmarkResult]) -> dict[str, Any]:
    """JSON of `khobao benchmark --json`."""
    return {
        "cases": {result.case: {**result.scores.columns(), "error": result.error} for result in results},
        "means": means(results),
        "differences": [_difference_json(difference) for result in results for difference in result.differences],
    }


def _difference_json(difference: Difference) -> dict[str, FieldValue]:
    return {
        "case": difference.case,
        "field": difference.field,
        "wanted": difference.labelled,
        "got": difference.extracted,
    }


def complaints(results: Sequence[BenchmarkResult], *, verbose: bool) -> Iterator[str]:
    """A line for each case that could not be read, and for each field of another that is not as labelled."""
    for result in results:
        if result.error:
            yield f"{result.case}: not read: {result.error}"
        for difference in result.differences if not result.error else ():
            yield f"{result.case}: {difference.field}"
            if verbose:
                yield f"    wanted: {_spelt(difference.labelled)}"
                yield f"    got: {_spelt(difference.extracted)}"


def _spelt(value: FieldValue) -> str:
    if isinstance(value, tuple) and value:
        return "\n            ".join(value)
    return json.dumps(value, ensure_ascii=False)
