"""Ports for servers of tests."""

from __future__ import annotations

import itertools
import os
import random
import socket

# Below what the system hands out by itself, and a range for each test process: nobody else takes one before it is used.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_FIRST = 20_000 + 1_000 * (_WORKER % 10)
_NUMBERS = itertools.cycle(range(_FIRST, _FIRST + 1_000))
for _ in range(random.randrange(1_000)):  # a run that follows soon begins elsewhere
    next(_NUMBERS)


def free_port() -> int:
    """Return a port that nothing listens on."""
    for number in _NUMBERS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                continue
            return number
    raise AssertionError
