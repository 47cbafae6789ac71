"""Disks that are small, and disks that break: a tmpfs of its own, and errors injected under a running process."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALLS = {
    "write": "posix/io/rw/write",  # WARC files
    "pwrite": "posix/io/rw/pwrite",  # SQLite
    "fsync": "posix/io/sync/fsync",
    "fdatasync": "posix/io/sync/fdatasync",
    "open": "posix/io/oc/open",
}


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of its own at a folder. Skips the test where that is not allowed."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here (it takes root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def breakable(argv: list[str]) -> list[str]:
    """Return what starts a command so that `breaking` reaches it and its children."""
    return ["fiu-run", "-x", *argv]


@contextmanager
def breaking(pid: int, call: str, error: int, share: float) -> Iterator[None]:
    """Let a system call of a running process fail, at random, with an error number."""
    name = CALLS[call]
    _control(pid, f"enable_random name={name},probability={share},failinfo={error}")
    try:
        yield
    finally:
        _control(pid, f"disable name={name}")


def _control(pid: int, order: str) -> None:
    """Tell a process; one that has ended meanwhile breaks no more. Its answer may be lost, by the very fault: again."""
    for _ in range(3):
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(["fiu-ctrl", "-c", order, str(pid)], capture_output=True, check=False, timeout=5)
            return
        if not psutil.pid_exists(pid):
            return
    pytest.fail(f"process {pid} does not hear {order!r}")
