"""How much room the disk of a home has, against what khobao.toml asks to leave free."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pathlib import Path

GIGABYTE = 10**9


@attrs.frozen
class DiskSpace:
    """What is free, and what has to stay free; in bytes."""

    free: int
    required: float

    @classmethod
    def of(cls, folder: Path, min_free: float) -> DiskSpace:
        """The space of the disk that a folder is on; `min_free` in gigabytes, as khobao.toml has it."""
        return cls(shutil.disk_usage(folder).free, min_free * GIGABYTE)

    @property
    def has_room(self) -> bool:
        """Whether crawls may go on."""
        return self.free >= self.required

    @property
    def free_gigabytes(self) -> float:
        """Rounded as events and messages show it."""
        return round(self.free / GIGABYTE, 2)

    @property
    def required_gigabytes(self) -> float:
        """Rounded as events and messages show it."""
        return round(self.required / GIGABYTE, 2)
