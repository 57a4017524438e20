"""May this address be fetched? The rules against being led into one's own network (SSRF).

Only http and https, only public addresses. Names are resolved once, every answer is judged, and
the connection goes to exactly the address that was judged, so that a name cannot be public when
asked and private when used. The same is asked again at each redirect.
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from yarl import URL

from digest.errors import Forbidden

PORTS = (80, 443)
Address = IPv4Address | IPv6Address

# Address forms that carry an IPv4 address inside, and networks that Python calls global and we do not trust.
NAT64 = ip_network("64:ff9b::/96")
COMPATIBLE = ip_network("::/96")
# All that IANA gives out of IPv6; beyond it are ::ffff:0:127.0.0.1 (SIIT) and whatever a network routes for itself.
GIVEN_OUT = ip_network("2000::/3")
# Which of these Python calls private differs from version to version.
RESERVED = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"), ip_network("3fff::/20"))


def check_url(url: str, allow_hosts: Collection[str] = ()) -> None:
    """Judge an address before its name is resolved.

    Raises:
        Forbidden: the scheme, the port or a literal address is not one we fetch.
    """
    try:
        # As the client will read it, which knows more digits and dots than ASCII has: "①②⑦.⓪.⓪.①" is this machine.
        parts = URL(url)
        port = parts.explicit_port
    except ValueError:
        raise Forbidden(
            f"{url!r} is not a web address; expected one like https://www.example.org/feed.", url=url
        ) from None
    host = (parts.raw_host or "").rstrip(".").lower()
    if parts.scheme not in ("http", "https") or not host:
        raise Forbidden(
            f"{url!r} cannot be fetched: expected an address that begins with https:// or http://.", url=url
        )
    if host in allow_hosts:
        return
    if port not in (None, *PORTS):
        raise Forbidden(f"{url}: port {port} is not fetched unless gather.allow_hosts names {host}.", url=url)
    literal = literal_address(host)
    if literal is not None and not is_public(literal):
        raise Forbidden(
            f"{url}: {literal} is not a public address; name {host} in gather.allow_hosts if you mean it.", url=url
        )
    if literal is None and (host == "localhost" or host.endswith(".localhost")):
        raise Forbidden(f"{url}: {host} is this machine; name it in gather.allow_hosts if you mean it.", url=url)


def literal_address(host: str) -> Address | None:
    """The address that a host already is, in any spelling a resolver would take (127.1, 0x7f.1, 2130706433)."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def is_public(address: Address) -> bool:
    """Whether an address lies in the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        if address not in GIVEN_OUT:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in RESERVED)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def check_resolved(host: str, addresses: Collection[str], allow_hosts: Collection[str] = ()) -> None:
    """Judge what a name resolved to.

    Raises:
        Forbidden: any of the addresses is not public.
    """
    if host.rstrip(".").lower() in allow_hosts:
        return
    for text in addresses:
        if not is_public(ip_address(text.partition("%")[0])):
            words = f"{host} leads to {text}, which is not a public address; name {host} in gather.allow_hosts"
            raise Forbidden(f"{words} if you mean it.", url=host)
