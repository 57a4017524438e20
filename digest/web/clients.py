"""Who is asking: the client's address, as far as it can be believed, and the network that it is counted by. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

NETWORK_BITS = {4: 24, 6: 64}  # what one household or office is given
MOST_HOPS = 20

Network = IPv4Network | IPv6Network


def client_of(peer: str, forwarded: str, trusted: Iterable[Network]) -> str:
    """The client's address: the peer, or whom trusted proxies say they speak for; "" where it is none.

    ``forwarded`` is X-Forwarded-For. It is read from its end, as far as each hop is trusted: anybody can write more
    before that.
    """
    networks = tuple(trusted)
    client = _address(peer)
    for hop in reversed(forwarded.split(",")[-MOST_HOPS:] if forwarded else ()):
        before = _address(hop)
        if client is None or before is None or not any(client in network for network in networks):
            break
        client = before
    return str(client) if client else ""


def network_of(address: str) -> str:
    """The network of an address: its /24, or its /64 of IPv6. It names no single machine; "" for no address."""
    client = _address(address)
    return str(ip_network((client, NETWORK_BITS[client.version]), strict=False)) if client else ""


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
