"""One press for all tests that only read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from demo.families import FAMILIES
from demo.press import Press
from demo.server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """Serve forty articles a site; read only."""
    served = Press(articles=40, seed=3)
    with serve(served):
        yield served


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """Open a client that follows no redirect by itself."""
    with httpx.Client(headers={"User-Agent": "test"}, trust_env=False) as opened:
        yield opened


@pytest.fixture(params=[family.key for family in FAMILIES])
def key(request: pytest.FixtureRequest) -> str:
    """Each site in turn."""
    return str(request.param)
