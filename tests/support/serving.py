"""A server of a test, in a thread while a block runs."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socketserver import BaseServer

Served = TypeVar("Served", bound="BaseServer")


@contextmanager
def served(server: Served) -> Iterator[Served]:
    """Serve while the block runs; then wait for the thread's end, and close the socket."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
