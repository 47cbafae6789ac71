"""A minute of a soak: a day of ten sites, with trouble in every other hour. `bench/soak.py` is the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.soak import Soak

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.service, pytest.mark.clock, pytest.mark.disk, pytest.mark.timeout(400)]


def test_a_day(tmp_path: Path) -> None:
    """In the end the archive is what the press published; edits and removals are found, and nothing else."""
    with Soak(tmp_path, presses=2, seed=3) as soak:
        soak.live(24, seconds=2.0)
        assert soak.settle(seconds=3.0) == []
        assert soak.done.published > 50
        assert len(soak.done.edited) > 5
        assert len(soak.troubles) > 4
        soak.command("verify")
