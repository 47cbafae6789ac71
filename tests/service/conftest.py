"""A home for the command, and a press that is being served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.press import Press
from demo.server import serve
from tests.support.harness import Command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def khobao(tmp_path: Path) -> Command:
    """Give the command on an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    return Command(home)


@pytest.fixture
def press(request: pytest.FixtureRequest) -> Iterator[Press]:
    """Serve a press; the sites' addresses are in `press.sites[key].address`."""
    made = Press(articles=getattr(request, "param", 20), seed=7)
    with serve(made):
        yield made
