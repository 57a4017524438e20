"""The suppression list: addresses that are never written to, as keyed hashes.

It wins over joins, imports and administrators, and it outlives the person it is about. The reader's
own confirmation takes somebody off it; where it was only bounces that put them there, so may a person
who knows better (``bounces.restore``), but never a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, case, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import canonical_key, parse_address
from subscribers.model import Standing, Suppression
from subscribers.tables import memberships, persons, suppressions
from subscribers.tokens import Keys

PAGE = 5000
BOUNCE, SOFT_BOUNCES = "bounce", "soft bounces"
BY_BOUNCES = (BOUNCE, SOFT_BOUNCES)  # reasons that a person may undo
HIDDEN = case((memberships.c.standing == Standing.SUPPRESSED.value, memberships.c.before), else_=memberships.c.standing)


class Suppressing(NamedTuple):
    """An address that is to be suppressed, as it is compared, and why."""

    canonical: str
    reason: str
    note: str
    at: datetime


async def suppress(
    tx: AsyncConnection, address: str, *, reason: str, keys: Keys, now: datetime, note: str = ""
) -> bool:
    """Never write to this address again, whatever newsletter. Returns whether that is new.

    A reason that nobody may undo takes the place of one that somebody may.

    Raises:
        AddressError: ``address`` is none.
    """
    return await suppress_canonical(tx, parse_address(address).canonical, reason=reason, keys=keys, now=now, note=note)


async def suppress_canonical(
    tx: AsyncConnection, canonical: str, *, reason: str, keys: Keys, now: datetime, note: str = ""
) -> bool:
    """The same for somebody who is known already: whatever is written there, it is on the list afterwards."""
    return await suppress_many(tx, [Suppressing(canonical, reason, note, now)], keys=keys, now=now) == 1


async def suppress_many(tx: AsyncConnection, wanted: Sequence[Suppressing], *, keys: Keys, now: datetime) -> int:
    """As ``suppress``, for many at once. Returns how many of them are new."""
    new = 0
    for start in range(0, len(wanted), PAGE):
        page = wanted[start : start + PAGE]
        new += await put_keys(tx, {canonical_key(one.canonical, keys): one for one in page})
        # The standing is set too, so that reading recipients costs no second look-up.
        whose = select(persons.c.id).where(persons.c.canonical.in_([one.canonical for one in page]))
        await close_memberships(tx, whose, now=now)
    return new


async def close_memberships(tx: AsyncConnection, whose: Select[tuple[int]] | Sequence[int], *, now: datetime) -> None:
    """Mark the memberships of persons (their ids) as suppressed; what they were before is kept beside it."""
    await tx.execute(
        update(memberships)
        .where(memberships.c.person_id.in_(whose))
        .values(standing=Standing.SUPPRESSED.value, before=HIDDEN, changed=now)
    )


async def put_keys(tx: AsyncConnection, wanted: Mapping[bytes, Suppressing]) -> int:
    """Write keyed hashes onto the list. Returns how many of them are new."""
    there = await suppressed_among(tx, wanted)
    new = [
        {"key": key, "reason": one.reason, "note": one.note, "at": one.at}
        for key, one in wanted.items()
        if key not in there
    ]
    if new:
        await tx.execute(insert(suppressions), new)
    for key in there:
        one = wanted[key]
        if one.reason not in BY_BOUNCES:
            weaker = (suppressions.c.key == key, suppressions.c.reason.in_(BY_BOUNCES))
            await tx.execute(update(suppressions).where(*weaker).values(reason=one.reason, note=one.note, at=one.at))
    return len(new)


async def unsuppress(tx: AsyncConnection, key: bytes) -> None:
    """Take an address off the list: by the reader's own confirmation, or where ``bounces.restore`` allows it."""
    await tx.execute(delete(suppressions).where(suppressions.c.key == key))


async def is_suppressed(tx: AsyncConnection, key: bytes) -> bool:
    """Whether an address is on the list."""
    return bool(await suppressed_among(tx, [key]))


async def any_suppressed(tx: AsyncConnection) -> bool:
    """Whether there is anybody on the list."""
    return (await tx.execute(select(suppressions.c.key).limit(1))).first() is not None


async def suppression_of(tx: AsyncConnection, key: bytes) -> Suppression | None:
    """Why an address is on the list; None if it is not."""
    return (await suppressions_of(tx, [key])).get(key)


async def suppressions_of(tx: AsyncConnection, keys: Iterable[bytes]) -> dict[bytes, Suppression]:
    """Why each of a page of keyed hashes is on the list; those that are not are left out."""
    rows = await tx.execute(select(suppressions).where(suppressions.c.key.in_(list(keys))))
    return {row.key: Suppression(reason=row.reason, note=row.note, at=row.at) for row in rows}


async def suppressed_among(tx: AsyncConnection, keys: Iterable[bytes]) -> set[bytes]:
    """Which of these keyed hashes are on the list."""
    wanted, found = list(keys), set[bytes]()
    for start in range(0, len(wanted), PAGE):
        among = suppressions.c.key.in_(wanted[start : start + PAGE])
        found |= set((await tx.execute(select(suppressions.c.key).where(among))).scalars())
    return found


async def suppressed(tx: AsyncConnection, *, limit: int = 1000) -> list[tuple[bytes, str, str, datetime]]:
    """The newest entries of the list: (key, reason, note, when)."""
    rows = await tx.execute(select(suppressions).order_by(suppressions.c.at.desc()).limit(limit))
    return [(row.key, row.reason, row.note, row.at) for row in rows]
