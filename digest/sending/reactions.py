"""What each kind of Return does to a reader: one function a kind, each safe to repeat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import subscribers
from digest import store
from digest.mailroom import Mailroom
from digest.model import Effect, Return, ReturnKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A proven Return about somebody."""

    tx: store.Tx
    keys: subscribers.Keys
    found: Return
    person_id: int
    now: datetime

    @property
    def words(self) -> str:
        """Why, for whoever asks later."""
        return f"{self.found.source}: {self.found.text or self.found.enhanced or self.found.kind.value}"


async def react(tx: store.Tx, mailroom: Mailroom, found: Return, person_id: int | None, *, now: datetime) -> Effect:
    """Do what a proven Return asks for, and say what that was."""
    reaction = REACTIONS.get(found.kind)
    if reaction is None:
        return Effect.NOTED
    if not person_id:
        return Effect.NOBODY
    return await reaction(Case(tx=tx, keys=mailroom.keys, found=found, person_id=person_id, now=now))


async def _hard(case: Case) -> Effect:
    # The same bounce by another road does not undo what a person restored meanwhile.
    if case.found.copy and await store.returns.has_counted(case.tx, case.found.copy, ReturnKind.HARD):
        return Effect.NOTED
    there = await subscribers.hard_bounce(case.tx, case.person_id, keys=case.keys, now=case.now, words=case.words)
    return Effect.SUPPRESSED if there else Effect.NOBODY


async def _soft(case: Case) -> Effect:
    # The relay's answer and the report that follows are one bounce of one copy.
    if case.found.copy and await store.returns.has_counted(case.tx, case.found.copy, ReturnKind.HARD, ReturnKind.SOFT):
        return Effect.NOTED
    row = await subscribers.soft_bounce(case.tx, case.person_id, keys=case.keys, now=case.now, words=case.words)
    return Effect.REMEMBERED if row else Effect.NOBODY


async def _complaint(case: Case) -> Effect:
    there = await subscribers.complaint(
        case.tx,
        case.person_id,
        newsletter_id=await _newsletter(case),
        keys=case.keys,
        now=case.now,
        words=case.words,
    )
    return Effect.SUPPRESSED if there else Effect.NOBODY


async def _leave(case: Case) -> Effect:
    """Leave the newsletter the mail was of; where nobody knows which, all of them."""
    newsletter_id, why = await _newsletter(case), case.found.source
    if newsletter_id is None:
        there = await subscribers.leave_all(case.tx, case.person_id, why=why, now=case.now)
        return Effect.LEFT if there else Effect.NOBODY
    left = await subscribers.leave(
        case.tx, person_id=case.person_id, newsletter_id=newsletter_id, why=why, now=case.now
    )
    return Effect.LEFT if left else Effect.NOTED


async def _newsletter(case: Case) -> int | None:
    if case.found.wish:
        return case.found.wish.newsletter_id
    return await store.returns.newsletter_of(case.tx, case.found.copy.errand_id) if case.found.copy else None


REACTIONS: Mapping[ReturnKind, Callable[[Case], Awaitable[Effect]]] = {
    ReturnKind.HARD: _hard,
    ReturnKind.SOFT: _soft,
    ReturnKind.COMPLAINT: _complaint,
    ReturnKind.LEAVE: _leave,
}
