"""The table of docs/faults.md: each fault is tried, and what becomes of it is what the table says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.faults import FAULTS, LIVED, Fault

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_becomes_of(fault: Fault, tmp_path: Path) -> None:
    """No fault raises, hangs, or does anything else than the table says."""
    assert fault.attempt(tmp_path) == fault.outcome


@pytest.mark.parametrize(("what", "outcome", "test"), LIVED, ids=lambda said: said[:40])
def test_what_takes_a_daemon_is_tried_elsewhere(what: str, outcome: str, test: str) -> None:
    """By the test that the table names."""
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (what, outcome)


def test_the_table_says_all_of_them() -> None:
    """docs/faults.md has a row for each, in this order, and no other."""
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!-|what )(.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    wanted = [(fault.name, fault.outcome) for fault in FAULTS] + [(what, outcome) for what, outcome, _ in LIVED]
    assert rows[: len(wanted)] == wanted
    assert len(wanted) >= 60
