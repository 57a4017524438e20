"""Three people every test of permission knows: Alice reads, Bob has not confirmed, Charlie must not be written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from tests.makers import NOW, a_consent, a_person, keys

ALICE = "alice@example.org"
BOB = "bob@example.net"
CHARLIE = "charlie@example.com"


@dataclass(frozen=True, slots=True)
class People:
    """Their ids."""

    alice: int
    bob: int
    charlie: int


async def move_in(tx: AsyncConnection, newsletter_id: int, *, now: datetime = NOW) -> People:
    """Put the three on the roll of a newsletter: Alice active, Bob pending, Charlie suppressed."""
    alice = await _join(tx, ALICE, newsletter_id, "Alice", now=now, confirmed=True)
    bob = await _join(tx, BOB, newsletter_id, "Bob", now=now, confirmed=False)
    charlie = await _join(tx, CHARLIE, newsletter_id, "Charlie", now=now, confirmed=True)
    await subscribers.suppress(tx, CHARLIE, reason="bounce", keys=keys(), now=now)
    return People(alice, bob, charlie)


async def _join(
    tx: AsyncConnection, address: str, newsletter_id: int, name: str, *, now: datetime, confirmed: bool
) -> int:
    joined = await subscribers.join(
        tx,
        address,
        newsletter_id,
        consent=a_consent(),
        keys=keys(),
        now=now,
        profile=a_person(address=address, name=name),
        confirmed=confirmed,
    )
    return joined.person_id
