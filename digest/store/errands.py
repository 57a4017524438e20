"""Errands: something to be carried to many readers. Its sheet is frozen with it.

The picture of an errand's states is in ``docs/states.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, exists, func, insert, literal, or_, select, update

from digest.errors import NotFound
from digest.model import Canary, DeliveryState, Errand, ErrandKind, ErrandState, InDoubtPolicy, Sheet
from digest.store.codec import pack_sheet, unpack_sheet
from digest.store.engine import Tx, insert_new
from digest.store.lost import ended
from digest.store.outbox import AT_ONCE, CANARIES, QUEUED, UNDER_WAY
from digest.store.tables import deliveries, errands

GOING = (QUEUED, UNDER_WAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One reader to be written into an errand. ``address`` only for somebody who is no subscriber."""

    recipient_id: int
    address_key: bytes
    domain: str
    address: str = ""
    variant: int = 0
    not_before: datetime = AT_ONCE


async def open_errand(tx: Tx, errand: Errand, sheet: Sheet) -> None:
    """Begin an errand; nothing is claimed of it before its audience is whole (``thaw``)."""
    packed, digest = pack_sheet(sheet)
    await tx.execute(
        insert(errands).values(
            id=errand.id,
            kind=errand.kind.value,
            newsletter_id=errand.newsletter_id,
            state=errand.state.value,
            in_doubt=errand.in_doubt.value,
            made=errand.made,
            opens=errand.opens,
            closes=errand.closes,
            window=errand.window,
            segment=errand.segment,
            canary=errand.canary.value,
            sheet=packed,
            sheet_hash=digest,
        )
    )


async def freeze_page(tx: Tx, errand_id: int, page: Sequence[Addressee], *, upto: int, nothing: int = 0) -> None:
    """Write a page of the audience; a page that is there already, in whole or part, is no fault.

    ``nothing`` is for how many readers of the page nothing is left.
    """
    if page:
        rows = [
            {
                "errand_id": errand_id,
                "recipient_id": one.recipient_id,
                "address_key": one.address_key,
                "domain": one.domain,
                "address": one.address,
                "variant": one.variant,
                "state": DeliveryState.QUEUED.value,
                "not_before": one.not_before,
            }
            for one in page
        ]
        await tx.execute(insert_new(tx, deliveries), rows)
    counted = {"frozen_upto": upto, "empty_handed": errands.c.empty_handed + nothing}
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(counted))


async def print_anew(tx: Tx, errand_id: int, sheet: Sheet) -> None:
    """Another sheet for an errand of which no letter can have left yet."""
    packed, digest = pack_sheet(sheet)
    freezing = (errands.c.id == errand_id, errands.c.state == ErrandState.FREEZING.value)
    await tx.execute(update(errands).where(*freezing).values(sheet=packed, sheet_hash=digest))


async def thaw(tx: Tx, errand_id: int) -> int:
    """The audience is whole: let letters be claimed. Returns the number of candidates."""
    number = int((await tx.execute(select(func.count()).where(deliveries.c.errand_id == errand_id))).scalar_one())
    first = exists().where(deliveries.c.errand_id == errand_id, deliveries.c.not_before <= CANARIES)
    await tx.execute(
        update(errands)
        .where(errands.c.id == errand_id, errands.c.state == ErrandState.FREEZING.value)
        .values(
            state=ErrandState.OPEN.value,
            candidates=number,
            canary=case((first, errands.c.canary), else_=Canary.NONE.value),  # of a short list perhaps nobody
        )
    )
    return number


async def get(tx: Tx, errand_id: int) -> Errand:
    """The errand with this id.

    Raises:
        NotFound: there is none.
    """
    row = (await tx.execute(select(*_COLUMNS).where(errands.c.id == errand_id))).one_or_none()
    if row is None:
        raise NotFound(kind="errand", key=str(errand_id))
    return _read(row)


async def sheet_of(tx: Tx, errand_id: int) -> Sheet:
    """What the letters of an errand are made from.

    Raises:
        NotFound: there is no such errand.
        Damaged: the stored sheet cannot be read.
    """
    query = select(errands.c.sheet, errands.c.sheet_hash).where(errands.c.id == errand_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        raise NotFound(kind="errand", key=str(errand_id))
    return unpack_sheet(row.sheet, row.sheet_hash)


async def due(tx: Tx, *, now: datetime) -> list[Errand]:
    """Open errands with a letter that is due, small mails first, then the oldest.

    Neither the hours of an errand's window nor its canary are asked here; whoever claims does. One that was begun
    stays open, whatever a clock that was set back says.
    """
    letter = exists().where(
        deliveries.c.errand_id == errands.c.id, deliveries.c.state == QUEUED, deliveries.c.not_before <= now
    )
    query = (
        select(*_COLUMNS)
        .where(errands.c.state == ErrandState.OPEN.value, or_(_opened(now), errands.c.active.is_not(None)), letter)
        .order_by(errands.c.kind != ErrandKind.MAIL.value, errands.c.id)
    )
    return [_read(row) for row in await tx.execute(query)]


def _opened(now: datetime) -> ColumnElement[bool]:
    return or_(errands.c.opens.is_(None), errands.c.opens <= now)


async def still_open(tx: Tx, errand_ids: Sequence[int]) -> set[int]:
    """Those of these errands that letters may be carried of."""
    query = select(errands.c.id).where(errands.c.id.in_(errand_ids), errands.c.state == ErrandState.OPEN.value)
    return set((await tx.execute(query)).scalars())


async def expire(tx: Tx, errand_id: int, *, reason: str, now: datetime) -> int:
    """Give up what is still queued. Returns how many letters that were."""
    done = await tx.execute(ended(errand_id, DeliveryState.EXPIRED, reason, now))
    return done.rowcount


async def cancel(tx: Tx, errand_id: int, *, reason: str, now: datetime) -> bool:
    """Send no further letter of it, ever. Returns whether it was not over already."""
    going = (ErrandState.FREEZING, ErrandState.OPEN, ErrandState.PAUSED)
    if not await _change(tx, errand_id, going, ErrandState.CANCELLED, reason):
        return False
    await tx.execute(ended(errand_id, DeliveryState.EXCLUDED, reason, now))
    return True


async def touch(tx: Tx, errand_id: int, *, now: datetime) -> None:
    """Somebody works on it: it is begun."""
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(active=now))


async def unfinished(tx: Tx) -> list[Errand]:
    """Errands that are still freezing, open or paused."""
    going = (ErrandState.FREEZING.value, ErrandState.OPEN.value, ErrandState.PAUSED.value)
    rows = await tx.execute(select(*_COLUMNS).where(errands.c.state.in_(going)).order_by(errands.c.id))
    return [_read(row) for row in rows]


async def pause(tx: Tx, errand_id: int, *, reason: str) -> bool:
    """Stop claiming, for a reason. Returns whether it was open."""
    return await _change(tx, errand_id, (ErrandState.OPEN,), ErrandState.PAUSED, reason)


async def resume(tx: Tx, errand_id: int, *, overruled: bool = False, passed: bool = False, now: datetime) -> bool:
    """Go on. Returns whether it was paused.

    ``overruled``: rates shall pause it no more; ``passed``: whatever its canaries say.
    """
    if not await _change(tx, errand_id, (ErrandState.PAUSED,), ErrandState.OPEN, ""):
        return False
    active = case(
        (_opened(now), literal(now, errands.c.active.type)), else_=errands.c.active
    )  # the time to think better of it is not shortened
    values = {"active": active} | ({"overruled": True} if overruled else {})
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(values))
    if passed:
        await set_canary(tx, errand_id, Canary.PASSED)
    return True


async def set_canary(tx: Tx, errand_id: int, canary: Canary, *, until: datetime | None = None) -> None:
    """Go on with the canary's next step."""
    await tx.execute(update(errands).where(errands.c.id == errand_id).values(canary=canary.value, canary_until=until))


async def reopen(tx: Tx, errand_id: int, states: Sequence[DeliveryState], *, now: datetime) -> int:
    """Try again what ended in one of these states; the time to give up counts anew. Returns how many letters.

    What is paused stays so: whoever paused it did not mean the others only.
    """
    again = {"state": DeliveryState.QUEUED.value, "not_before": AT_ONCE, "attempts": 0, "crashes": 0, "lease": 0}
    where = (deliveries.c.errand_id == errand_id, deliveries.c.state.in_([state.value for state in states]))
    done = await tx.execute(update(deliveries).where(*where).values(**again))
    if done.rowcount:
        await _change(tx, errand_id, (ErrandState.DONE,), ErrandState.OPEN, "")
        await tx.execute(update(errands).where(errands.c.id == errand_id).values(opens=now, active=now, closes=None))
    return done.rowcount


async def open_again_if_queued(tx: Tx, errand_id: int, *, now: datetime) -> None:
    """An errand that was done has letters again: whoever was in doubt is sent again."""
    letter = exists().where(deliveries.c.errand_id == errand_id, deliveries.c.state == QUEUED)
    await tx.execute(
        update(errands)
        .where(errands.c.id == errand_id, errands.c.state == ErrandState.DONE.value, letter)
        .values(state=ErrandState.OPEN.value, opens=now, active=now, closes=None)
    )


def _going(errand_id: Any) -> ColumnElement[bool]:
    """Whether a letter is queued or under way: two questions, each for an index of its own."""
    return or_(*(exists().where(deliveries.c.errand_id == errand_id, deliveries.c.state == state) for state in GOING))


async def is_going(tx: Tx, errand_id: int) -> bool:
    """Whether a letter of an errand is queued or under way."""
    return bool((await tx.execute(select(_going(errand_id)))).scalar_one())


async def finish_if_done(tx: Tx, errand_id: int) -> bool:
    """Close an open errand of which nothing is queued or under way. Returns whether it is closed now."""
    if await is_going(tx, errand_id):
        return False
    return await _change(tx, errand_id, (ErrandState.OPEN,), ErrandState.DONE, "")


async def all_done(tx: Tx) -> list[int]:
    """Every open errand of which nothing is queued or under way."""
    query = select(errands.c.id).where(errands.c.state == ErrandState.OPEN.value, ~_going(errands.c.id))
    return list((await tx.execute(query)).scalars())


async def _change(tx: Tx, errand_id: int, before: tuple[ErrandState, ...], after: ErrandState, reason: str) -> bool:
    done = await tx.execute(
        update(errands)
        .where(errands.c.id == errand_id, errands.c.state.in_([state.value for state in before]))
        .values(state=after.value, reason=reason)
    )
    return done.rowcount == 1


_COLUMNS = tuple(column for column in errands.c if column.name not in ("sheet", "sheet_hash"))


def _read(row: Row[Any]) -> Errand:
    return Errand(
        id=row.id,
        kind=ErrandKind(row.kind),
        newsletter_id=row.newsletter_id,
        state=ErrandState(row.state),
        made=row.made,
        reason=row.reason,
        in_doubt=InDoubtPolicy(row.in_doubt),
        frozen_upto=row.frozen_upto,
        candidates=row.candidates,
        empty_handed=row.empty_handed,
        opens=row.opens,
        closes=row.closes,
        window=row.window,
        segment=row.segment,
        canary=Canary(row.canary),
        canary_until=row.canary_until,
        overruled=row.overruled,
        active=row.active,
    )
