"""A port to serve pages on, and whether it is free."""

from __future__ import annotations

import socket

from pipeline.errors import Busy


def check_free(host: str, port: int) -> None:
    """Raise Busy where something else listens already, or where there is no such address here."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host} port {port}: {error.strerror or error}. Name another with --host or --port."
            raise Busy(message) from None
