"""Templates that the demo's papers do not have: each page, the first of its site, comes out as it was written."""

from __future__ import annotations

import pytest

from pipeline.extraction.evaluation.benchmark import means, run_benchmark
from tests.support.other_cms import TEMPLATES, cases


@pytest.mark.parametrize("name", TEMPLATES)
def test_an_unknown_template(name: str) -> None:
    """Nothing is lost or left over, and every field is right."""
    results = list(run_benchmark(cases(TEMPLATES[name])))
    assert [difference for result in results for difference in result.differences] == []
    assert means(results)["F1"] == 1
