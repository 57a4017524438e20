"""Which relay carries a letter: those that are meant for it before those for all, shared by weight. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a relay is there for; without newsletters and domains: for everything. ``domains`` may name groups."""

    relay: str
    weight: float = 1.0
    newsletters: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def takes(self, newsletter: str, domain: str, group: str) -> bool:
        """Whether a letter may go this way."""
        if self.newsletters and newsletter not in self.newsletters:
            return False
        return not self.domains or domain in self.domains or group in self.domains

    @property
    def particular(self) -> int:
        """How narrow it is."""
        return bool(self.newsletters) + bool(self.domains)


def choose(
    routes: Sequence[Route], *, newsletter: str, domain: str, group: str, ticket: int, usable: frozenset[str]
) -> str | None:
    """The name of the relay for a letter; None when none of those that may take it is usable.

    The same ``ticket`` (the delivery's id) goes the same way while it is open: whoever greylists wants to see the same
    sender again (RFC 6647). When that way is closed, the others share what was meant for it.
    """
    open_ways = [way for way in routes if way.relay in usable and way.takes(newsletter, domain, group)]
    if not open_ways:
        return None
    narrowest = max(way.particular for way in open_ways)
    ways = [way for way in open_ways if way.particular == narrowest]
    total = sum(way.weight for way in ways)
    place = (ticket * 2654435761 % 2**32) / 2**32 * total  # Knuth's multiplicative hash: neighbours spread
    for way in ways:
        place -= way.weight
        if place < 0:
            return way.relay
    return ways[-1].relay
