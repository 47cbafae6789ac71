from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run

if TYPE_CHECKING:
    from pathlib import Path


def test_listing_no_sites(tmp_path: Path) -> None:
    """Where no site is watched, that is said with exit status 2, and nothing is made."""
    for words in (["sites"], ["sites", "--json"], ["sites", "check"]):
        result = run(tmp_path, *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no site is watched" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("delay", ["nan", "inf", "-1", "1e300", "fast"])
def test_a_delay_that_a_site_file_would_be_refused_for_is_refused(tmp_path: Path, delay: str) -> None:
    """`sites add --delay` takes what its file may hold, nothing else, and writes nothing otherwise."""
    result = run(tmp_path, "sites", "add", "baonghean.vn", "--delay", delay)
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []
