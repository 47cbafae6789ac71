"""An archive in memory, and a home whose pages are extracted in this process."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import attrs
import pytest

from pipeline.config import Home
from pipeline.ingest import intake as module
from pipeline.ingest.intake import open_intake
from tests.support.captures import SITE, open_store
from tests.support.inline import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.ingest.intake import Intake
    from tests.support.captures import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty archive."""
    with open_store() as store:
        yield store


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    home.prepare()
    return home


@pytest.fixture
def intake(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """The home's intake, as if it watched the one site."""
    monkeypatch.setattr(module, "open_extractor_pool", lambda _: nullcontext(Inline()))
    with open_intake(home) as intake:
        yield attrs.evolve(intake, sites={SITE.domain: SITE})
