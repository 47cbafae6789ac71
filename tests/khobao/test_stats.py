from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def test_stats(home: Path) -> None:
    """Numbers as one object, or a line each."""
    numbers = json.loads(run(home, "stats", "--json").stdout)
    assert (numbers["articles"], numbers["revisions"], numbers["sites"]) == (3, 3, 1)
    assert {"bytes_a_day", "days_until_full"} <= set(numbers)
    assert "articles" in run(home, "stats").stdout
