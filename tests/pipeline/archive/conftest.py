"""An archive in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.captures import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.captures import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty archive."""
    with open_store() as store:
        yield store
