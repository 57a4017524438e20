"""Returns written down and acted upon: the same thing twice counts once.

What a server refuses at send time comes this way, and so does all that is mailed or posted to us later.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import subscribers
from digest import store
from digest.deliver import returned
from digest.mailroom import Mailroom
from digest.model import Copy, Effect, Return, ReturnKind
from digest.sending.reactions import react

log = logging.getLogger(__name__)

KEPT_UNPROVEN = 10_000  # rows; anybody can send as many as they like

Outcome = tuple[Return, Effect | None]  # None: it was known already


async def accept(tx: store.Tx, mailroom: Mailroom, found: Sequence[Return], *, now: datetime) -> list[Outcome]:
    """Write Returns down and act upon those that are new and proven, in the caller's transaction."""
    outcomes: list[Outcome] = []
    for told in found:
        person_id, domain = await _person(tx, told), await _domain(tx, told)
        one = await _unnamed_if_forgotten(tx, told, person_id)
        row_id = await store.returns.record(tx, one, person_id=person_id, domain=domain, now=now)
        if row_id is None:
            outcomes.append((one, None))
            continue
        effect = await react(tx, mailroom, one, person_id, now=now) if one.proven else Effect.UNPROVEN
        await store.returns.note_effect(tx, row_id, effect)
        outcomes.append((one, effect))
        if one.kind is ReturnKind.POLICY and one.proven:
            log.warning("%s refuses our letters, not a reader: %s", domain or "A server", one.text or one.enhanced)
    if any(effect is Effect.UNPROVEN for _, effect in outcomes):
        await store.returns.prune_unproven(tx, keep=KEPT_UNPROVEN)
    return outcomes


async def _unnamed_if_forgotten(tx: store.Tx, one: Return, person_id: int | None) -> Return:
    """Of somebody who was forgotten since, nothing that a server says is written down any more, nor kept."""
    # Number 0 is nobody: it stands in letters of `digest test`.
    if not person_id or await subscribers.person_by_id(tx, person_id) is not None:
        return one
    await store.ledger.forget(tx, person_id)
    return replace(one, address="", text="")


async def _person(tx: store.Tx, one: Return) -> int | None:
    """Whom a proven Return is about; nobody for an unproven one."""
    if not one.proven:
        return None
    named = one.copy or one.wish
    if named is not None:
        return named.person_id
    try:
        person = await subscribers.find(tx, one.address)
    except subscribers.AddressError:
        return None
    return person.id if person else None


async def _domain(tx: store.Tx, one: Return) -> str:
    known = await store.returns.domain_of(tx, one.copy) if one.copy else ""
    return known or one.address.rpartition("@")[2].lower()


async def refused(
    tx: store.Tx, mailroom: Mailroom, copy: Copy, *, code: int, enhanced: str, text: str, now: datetime
) -> Effect | None:
    """Count a refusal at send time as the bounce it is: for whoever settles a refused or expired delivery.

    In the transaction that settles it. A test's addressee changes nothing, nor does the same copy a second time.
    """
    kind = returned.kind_of([enhanced], code, text)
    one = Return(
        kind=kind,
        source=store.returns.AT_ONCE,
        code=code,
        enhanced=enhanced,
        text=text,
        event_id=f"smtp:{copy.errand_id}:{copy.person_id}",
        copy=copy,
        proven=True,
    )
    return (await accept(tx, mailroom, [one], now=now))[0][1]


async def note_delivered(tx: store.Tx, errand_id: int, *, now: datetime) -> None:
    """Tell that an errand's letters were accepted: for whoever closes it. Costs what the soft bounces are, no more."""
    after = 0
    while page := await subscribers.with_soft_bounces(tx, after=after):
        await subscribers.delivered(tx, await store.returns.sent_among(tx, errand_id, page), now=now)
        after = page[-1]
