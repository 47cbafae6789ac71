"""Whether pages can be served on a port."""

from __future__ import annotations

import socket

import pytest

from pipeline.errors import Busy
from pipeline.runtime.ports import check_free


def test_a_port_that_is_free_stays_free() -> None:
    """Asking does not take it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    check_free("127.0.0.1", port)
    check_free("127.0.0.1", port)


def test_a_port_that_is_taken_is_named() -> None:
    """With what to do."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(Busy, match=rf"127\.0\.0\.1 port {port}: .*--port"):
            check_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_not_free() -> None:
    """192.0.2.0/24 is nobody's (RFC 5737)."""
    with pytest.raises(Busy, match=r"192\.0\.2\.1"):
        check_free("192.0.2.1", 8001)
