"""Take back what comes back: read → prove → write down → tell the people's side. The same thing twice counts once.

Anybody can write a bounce. One is acted upon only if it names the copy by a mark that nobody but us can make
(VERP return path or Message-ID), or if a provider that shares a secret with us says it; the others are listed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import subscribers
from digest import store
from digest.deliver import returned
from digest.errors import NotAFeed
from digest.jobs.reactions import react
from digest.model import Copy, Effect, Return, ReturnKind
from digest.newsroom import Newsroom
from digest.render import Links

log = logging.getLogger(__name__)

KEPT_UNPROVEN = 10_000  # rows; anybody can send as many as they like
MILDEST_FIRST = (
    ReturnKind.UNKNOWN,
    ReturnKind.AUTO_REPLY,
    ReturnKind.DELAYED,
    ReturnKind.POLICY,
    ReturnKind.SOFT,
    ReturnKind.HARD,
    ReturnKind.LEAVE,
    ReturnKind.COMPLAINT,
)

Outcome = tuple[Return, Effect | None]  # None: it was known already


async def take_back(newsroom: Newsroom, raw: bytes, *, to: Sequence[str] = (), now: datetime) -> list[Outcome]:
    """Take back one mail. ``to``: whom it was delivered to, where the envelope is known.

    Raises:
        StoreError: it could not be written down; the mail must come again.
        Unreachable: it could not be read, through no fault of its own; so must it.
    """
    try:
        found = await newsroom.readers.do("A returned mail", returned.read_mail, raw, list(to))
    except NotAFeed as fault:  # it hangs or kills its reader: known by its bytes, and never read again
        found = [returned.unreadable(raw, fault.message)]
    proven = prove(found, newsroom.links)
    async with newsroom.begin() as tx:
        return await accept(tx, newsroom, proven, now=now)


def prove(found: Sequence[Return], links: Links) -> list[Return]:
    """What one mail says, with its proof. Pure.

    A mail to somebody's address for leaving is their wish, whatever stands in it. With a mark of ours all of it is
    about one copy, and a copy is as badly off as the best of its recipients: an alias may lead to several.
    """
    first = found[0]
    wish = next((wish for mark in first.sent_to if (wish := links.read_leave_address(mark))), None)
    if wish is not None:
        return [replace(first, kind=ReturnKind.LEAVE, source="mail", wish=wish, proven=True)]
    copy = next((copy for mark in (*first.sent_to, *first.marks) if (copy := read_mark(links, mark))), None)
    if copy is None:
        return list(found)
    mildest = min(found, key=lambda one: MILDEST_FIRST.index(one.kind))
    return [replace(mildest, copy=copy, proven=True)]


def read_mark(links: Links, mark: str) -> Copy | None:
    """The copy that a return path or a Message-ID names."""
    return links.read_return_path(mark) or links.read_message_id(mark)


async def accept(tx: store.Tx, newsroom: Newsroom, found: Sequence[Return], *, now: datetime) -> list[Outcome]:
    """Write Returns down and act upon those that are new and proven, in the caller's transaction."""
    outcomes: list[Outcome] = []
    for one in found:
        person_id = await _person(tx, one)
        domain = await _domain(tx, one)
        row_id = await store.returns.record(tx, one, person_id=person_id, domain=domain, now=now)
        if row_id is None:
            outcomes.append((one, None))
            continue
        effect = await react(tx, newsroom, one, person_id, now=now) if one.proven else Effect.UNPROVEN
        await store.returns.note_effect(tx, row_id, effect)
        outcomes.append((one, effect))
        if one.kind is ReturnKind.POLICY and one.proven:
            log.warning("%s refuses our letters, not a reader: %s", domain or "A server", one.text or one.enhanced)
    if any(effect is Effect.UNPROVEN for _, effect in outcomes):
        await store.returns.prune_unproven(tx, keep=KEPT_UNPROVEN)
    return outcomes


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
    tx: store.Tx, newsroom: Newsroom, copy: Copy, *, code: int, enhanced: str, text: str, now: datetime
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
    return (await accept(tx, newsroom, [one], now=now))[0][1]


async def note_delivered(tx: store.Tx, errand_id: int, *, now: datetime) -> None:
    """Tell that an errand's letters were accepted: for whoever closes it. Costs what the soft bounces are, no more."""
    after = 0
    while page := await subscribers.with_soft_bounces(tx, after=after):
        await subscribers.delivered(tx, await store.returns.sent_among(tx, errand_id, page), now=now)
        after = page[-1]
