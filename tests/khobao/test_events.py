from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def test_events(home: Path) -> None:
    """Lines of JSON from a number on, or lines for a person."""
    lines = [json.loads(line) for line in run(home, "events", "--json").stdout.splitlines()]
    assert [(line["id"], line["kind"], line["site"]) for line in lines] == [
        (number, "article.new", "bao.example") for number in (1, 2, 3)
    ]
    assert len(run(home, "events", "--json", "--since", "2").stdout.splitlines()) == 1
    assert "Khánh thành cầu mới" in run(home, "events").stdout
