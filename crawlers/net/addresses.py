"""Which addresses belong to the public Internet: the rule that keeps a crawler from becoming somebody's hand at home.

A page, a redirect or a DNS answer may name the router, the database beside us or a cloud's metadata service. Asked
about the address that is connected to, not about a name, the rule can't be talked round.
"""

from __future__ import annotations

import ipaddress
import re
import socket

from crawlers.net.errors import PrivateAddress

# RFC 6052 and 3056: IPv6 addresses that a translator or tunnel turns into the IPv4 address they hold.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NUMBERS = re.compile(r"[0-9a-fx.]+", re.IGNORECASE | re.ASCII)


def is_public(host: str) -> bool | None:
    """True for an IP address of the public Internet, None for a name, which DNS has to answer for.

    Not public: loopback, private, link-local, shared (CGNAT), unique local, multicast and reserved ones, also mapped
    or tunnelled into IPv6, and in the forms that only old resolvers know (`127.1`, `0x7f000001`).
    """
    address = _parse(host)
    if address is None:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or _translated(address)
        if inner is not None:
            return _is_global(inner)
        return _is_global(address) and not address.is_site_local
    return _is_global(address)


def require_public(host: str, address: str, leave: str) -> None:
    """Let a host pass that is at a public address, or at a name still to be resolved. Raises PrivateAddress.

    `address` is the host itself, or what DNS says of it. `leave` tells in the message how it may be asked all the same.
    """
    if is_public(address) is False:
        raise PrivateAddress(host, address, leave)


def _is_global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _parse(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    bare = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(bare)) if _NUMBERS.fullmatch(bare) else None
    except OSError:
        return None


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
