"""Canaries: the first few letters of an issue go alone, and what becomes of them decides whether the others follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest import store
from digest.model import Balance, Canary, CanaryPlan, Errand
from digest.newsroom import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of letters so far."""

    answered: int
    refused: int = 0
    bounced: int = 0
    complaints: int = 0


def against(fate: Fate, plan: CanaryPlan) -> str:
    """What speaks against going on, in words; "" for nothing. A single letter of few is no rate: two must agree."""
    for words, number, most in (
        ("were refused", fate.refused, plan.most_refused),
        ("bounced", fate.bounced, plan.most_bounced),
        ("were complained about", fate.complaints, plan.most_complaints),
    ):
        if number > most * fate.answered and (number > 1 or most == 0):
            return f"{number} of the first {fate.answered} letters {words}, more than {most:.1%}"
    return "none of the first letters was answered" if not fate.answered else ""


def fate_of(balance: Balance, *, bounced: int, complaints: int) -> Fate:
    """The accounts of an errand whose first letters alone were sent."""
    return Fate(answered=balance.sent + balance.failed, refused=balance.failed, bounced=bounced, complaints=complaints)


async def step(newsroom: Newsroom, errand: Errand, *, now: datetime) -> str:
    """Go on with a canary where it is time to. Returns why the errand shall be paused, "" otherwise."""
    async with newsroom.begin() as tx:
        newsletter = await store.newsletters.by_id(tx, errand.newsletter_id)
        if errand.canary is Canary.RUNNING:
            if not await tx.run_sync(store.outbox.canaries_left, errand.id):
                await store.errands.set_canary(tx, errand.id, Canary.WAITING, until=now + newsletter.canary.wait)
            return ""
        if errand.canary_until is not None and now < errand.canary_until:
            return ""
        fate = fate_of(await store.ledger.balance(tx, errand.id), bounced=0, complaints=0)
        reason = against(fate, newsletter.canary)
        if not reason:
            await store.errands.set_canary(tx, errand.id, Canary.PASSED)
        return reason
