"""A real browse process over a home, for the tests of pages, headers and browser."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import httpx

from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<script>alert(1)</script> & <b>tựa</b>"


@attrs.frozen
class Served:
    """A running browse process and what is in its archive."""

    url: str
    bridge: str
    hostile: str

    def get(self, path: str, **more: object) -> httpx.Response:
        """Ask for a page."""
        return httpx.get(self.url + path, timeout=20, **more)  # type: ignore[arg-type]


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until a condition holds; fail where it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Tell whether a server answers there."""
    try:
        httpx.get(url, timeout=20)
    except httpx.TransportError:
        return False
    return True


def command(home: Path, port: int) -> list[str]:
    """Return the command that serves a home."""
    return [sys.executable, "-m", "browse.serve", "--home", str(home), "--port", str(port)]


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a browse process and end it; it must end well, with nothing on stdout."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (  # a file: a pipe that nobody reads stops who writes much into it
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command(home, port), cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints) as process,
    ):
        try:
            wait_for(lambda: answers(url) or process.poll() is not None)
            yield url, process
        finally:
            process.send_signal(signal.SIGTERM)
            stdout, _ = process.communicate(timeout=20)
            complaints.seek(0)
            said = complaints.read().decode()
    assert stdout == b""
    assert process.returncode == 0, said
