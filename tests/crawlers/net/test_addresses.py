import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.net.addresses import is_public


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "100.127.255.255", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
        *(
            "::1",
            "[::1]",
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd12:3456::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "[::ffff:a9fe:a9fe]", "2002:7f00:1::", "64:ff9b::10.0.0.1"),
        *("127.1", "0x7f.1", "2130706433", "0x7f000001", "017700000001", "0", "::127.0.0.1"),
    ],
)
def test_not_public(host: str) -> None:
    """An address of this machine, of a home or an office network, or of nobody is not public, however it is written."""
    assert is_public(host) is False


@pytest.mark.parametrize(
    "host",
    ["1.1.1.1", "203.162.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"],
)
def test_public(host: str) -> None:
    """An address of the Internet is public."""
    assert is_public(host) is True


@pytest.mark.parametrize("host", ["baonghean.vn", "localhost", "", "1.2.3.4.5", "x y", "báo.vn", "127.0.0.1 x"])
def test_a_name_is_neither(host: str) -> None:
    """A name is neither: only its DNS answers are."""
    assert is_public(host) is None


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_host_has_an_answer(host: str) -> None:
    """No host makes the question fail."""
    assert is_public(host) in {True, False, None}
