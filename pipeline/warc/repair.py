"""Mends WARC files: a torn end, left by a power cut in the middle of a write, is moved aside and never deleted."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def repair(path: Path, start: int = 0) -> int:
    """Move a torn end of a file aside (into warc/torn/); the number of its bytes. Up to `start` it is whole."""
    return cut_off(path, start + _whole_members(path, start))


def cut_off(path: Path, good: int) -> int:
    """Move what a file holds behind its first `good` bytes aside (into warc/torn/); the number of bytes moved."""
    excess = path.stat().st_size - good
    if excess:
        aside = path.parent / "torn"
        aside.mkdir(exist_ok=True)
        with path.open("r+b") as file:
            file.seek(good)
            (aside / f"{path.name}-{good}").write_bytes(file.read())
            file.truncate(good)
            os.fsync(file.fileno())
    return excess


def whole_end(path: Path, start: int) -> int:
    """The byte where the last whole record of a gzipped file ends, seen from a record's start; a plain one's size."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return start + _whole_members(path, start) if packed else path.stat().st_size


def _whole_members(path: Path, start: int) -> int:
    """The number of bytes from `start` on that are whole gzip members (checked by their CRC)."""
    good = 0
    with path.open("rb") as file:
        file.seek(start)
        inflate = zlib.decompressobj(31)
        size = 0
        while block := file.read(2**20):
            size += len(block)
            while block:
                try:
                    inflate.decompress(block)
                except zlib.error:
                    return good
                block = inflate.unused_data
                if inflate.eof:
                    good = size - len(block)
                    inflate = zlib.decompressobj(31)
    return good
