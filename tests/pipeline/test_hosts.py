from __future__ import annotations

import pytest

from pipeline.hosts import bare_host


@pytest.mark.parametrize(
    ("netloc", "host"),
    [
        ("WWW.Bao.Example:443", "bao.example"),
        ("bao.example:80", "bao.example"),
        ("bao.example:8443", "bao.example:8443"),
        ("thanhpho.bao.example", "thanhpho.bao.example"),
    ],
)
def test_www_and_a_default_port_do_not_tell_two_hosts_apart(netloc: str, host: str) -> None:
    """Nor do capitals; any other port or name below a host does."""
    assert bare_host(netloc) == host
