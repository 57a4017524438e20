"""Freezing an errand: its sheet, and everybody it is for, written down before the first letter leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, insert, select, update

from digest.model import Canary, DeliveryState, Errand, ErrandState, Sheet
from digest.store.codec import pack_sheet
from digest.store.engine import Tx, insert_new
from digest.store.outbox import AT_ONCE, CANARIES
from digest.store.rows import queued_of
from digest.store.tables import deliveries, errands


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


async def freeze_page(tx: Tx, errand_id: int, page: Sequence[Addressee], *, upto: int, nothing: int = 0) -> bool:
    """Write a page of the audience; a page that is there already, in whole or part, is no fault.

    ``nothing`` is for how many readers of the page nothing is left. Returns False, and writes nothing, where the errand
    is not freezing any more: somebody cancelled it.
    """
    counted = {"frozen_upto": upto, "empty_handed": errands.c.empty_handed + nothing}
    if not (await tx.execute(update(errands).where(*_freezing(errand_id)).values(counted))).rowcount:
        return False
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
    return True


async def print_anew(tx: Tx, errand_id: int, sheet: Sheet) -> None:
    """Another sheet for an errand of which no letter can have left yet."""
    packed, digest = pack_sheet(sheet)
    await tx.execute(update(errands).where(*_freezing(errand_id)).values(sheet=packed, sheet_hash=digest))


async def thaw(tx: Tx, errand_id: int) -> int | None:
    """The audience is whole: let letters be claimed. Returns the number of candidates; None: it was cancelled."""
    number = int((await tx.execute(select(func.count()).where(deliveries.c.errand_id == errand_id))).scalar_one())
    first = exists().where(queued_of(errand_id), deliveries.c.not_before <= CANARIES)
    thawed = await tx.execute(
        update(errands)
        .where(*_freezing(errand_id))
        .values(
            state=ErrandState.OPEN.value,
            candidates=number,
            canary=case((first, errands.c.canary), else_=Canary.NONE.value),  # of a short list perhaps nobody
        )
    )
    return number if thawed.rowcount else None


def _freezing(errand_id: int) -> tuple[ColumnElement[bool], ...]:
    return (errands.c.id == errand_id, errands.c.state == ErrandState.FREEZING.value)
