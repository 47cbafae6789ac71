from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from crawlers.worker.disk_space import DiskSpace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("free", "has_room"), [(2_000_000_000, True), (1_999_999_999, False)])
def test_there_is_room_while_as_much_is_free_as_is_asked_for(free: int, has_room: bool) -> None:  # noqa: FBT001
    """Exactly that much is enough."""
    assert DiskSpace(free, 2e9).has_room is has_room


def test_the_space_of_a_folder(tmp_path: Path) -> None:
    """In bytes; what khobao.toml says in gigabytes (10**9)."""
    space = DiskSpace.of(tmp_path, 0.5)
    assert space.required == 500_000_000
    assert abs(space.free - shutil.disk_usage(tmp_path).free) < 10**9


def test_figures_are_shown_with_two_digits() -> None:
    """As events and messages have them."""
    space = DiskSpace(1_234_567_890, 2e9)
    assert (space.free_gigabytes, space.required_gigabytes) == (1.23, 2.0)
