"""Asking DNS, as the rest of the world does: each question once, a few at a time, each within a limit of time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver
import dns.reversename

AT_ONCE = 10  # questions under way
TRY = 2.0  # seconds, until a question is asked again

# The last three are names that cannot be asked about, such as a record with a mistake in it may hold.
NOT_THERE = (
    dns.resolver.NXDOMAIN,
    dns.resolver.NoAnswer,
    dns.name.EmptyLabel,
    dns.name.LabelTooLong,
    dns.name.NameTooLong,
)


class Unanswered(Exception):
    """Nobody knows: no server answered, or none could find out."""


@dataclass(frozen=True, slots=True, order=True)
class Exchange:
    """One MX record: ``host`` is "" for a null MX (RFC 7505)."""

    preference: int
    host: str


class Names:
    """Looks names up at one DNS server, or at the system's. ``timeout`` is in seconds for each question."""

    def __init__(self, server: str, timeout: float) -> None:
        self._resolver = _resolver(server, timeout)
        self.server = server or ", ".join(str(one) for one in self._resolver.nameservers)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._asked: dict[tuple[str, str], asyncio.Task[list[Any]]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop asking."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)

    async def texts(self, name: str) -> list[str]:
        """TXT records, each in one piece; none where the name or the record is not there.

        Raises:
            Unanswered: nobody knows; so do all questions here.
        """
        return [b"".join(one.strings).decode("utf-8", errors="replace") for one in await self._ask(name, "TXT")]

    async def addresses(self, name: str, kind: str = "") -> list[str]:
        """A and AAAA records, or those of one kind."""
        found = [await self._ask(name, one) for one in ((kind,) if kind else ("A", "AAAA"))]
        return [record.address for records in found for record in records]

    async def exchanges(self, name: str) -> list[Exchange]:
        """MX records, the preferred ones first."""
        return sorted(Exchange(one.preference, _plain(one.exchange)) for one in await self._ask(name, "MX"))

    async def alias(self, name: str) -> str:
        """What a name is only another name for (CNAME); "" for a name of its own."""
        return next((_plain(one.target) for one in await self._ask(name, "CNAME")), "")

    async def pointers(self, address: str) -> list[str]:
        """The names that an IP address says it has (PTR)."""
        return [_plain(one.target) for one in await self._ask(_plain(dns.reversename.from_address(address)), "PTR")]

    async def reach(self, name: str) -> None:
        """Find out whether DNS can be asked at all: about this name, or about the root."""
        asked = await asyncio.gather(self._ask(name, "TXT"), self._ask("", "NS"), return_exceptions=True)
        if all(isinstance(one, Unanswered) for one in asked):
            raise Unanswered(f"no DNS server answers ({self.server})")

    async def _ask(self, name: str, kind: str) -> list[Any]:
        question = (name.lower().rstrip("."), kind)
        if question not in self._asked:
            self._asked[question] = asyncio.create_task(self._look_up(*question))
        return await asyncio.shield(self._asked[question])  # somebody else may wait for it too

    async def _look_up(self, name: str, kind: str) -> list[Any]:
        try:
            async with self._turn:
                return list(await self._resolver.resolve(f"{name}.", kind, search=False))
        except NOT_THERE:
            return []
        except dns.exception.Timeout as fault:
            raise Unanswered(f"{self.server} did not answer about {name or 'the root'} in time") from fault
        except (dns.exception.DNSException, OSError) as fault:
            raise Unanswered(f"{self.server} could not find out about {name or 'the root'}") from fault


def _resolver(server: str, limit: float) -> dns.asyncresolver.Resolver:
    try:
        resolver = dns.asyncresolver.Resolver(configure=not server)
    except dns.resolver.NoResolverConfiguration as fault:
        raise Unanswered("this machine names no DNS server") from fault
    if server:
        place = urlsplit(f"//{server}")
        resolver.nameservers, resolver.port = [place.hostname or ""], place.port or 53
    resolver.timeout, resolver.lifetime = min(TRY, limit), limit
    resolver.use_edns(0, 0, 1232)  # a DKIM record of 2048 bits is too long for a plain answer
    return resolver


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower() if name != dns.name.root else ""
