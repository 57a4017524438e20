"""The lanes of a dispatch: one feeder claims and makes letters, each lane hands them over one by one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import subscribers
from digest import deliver, render, store
from digest.errors import Taken
from digest.jobs.scribe import Scribe
from digest.model import Delivery, DeliveryState, Errand, InDoubtPolicy, Letter, Verdict, VerdictKind
from digest.newsroom import Newsroom

LEASE_FOR = timedelta(minutes=2)  # renewed for as long as the process lives
CLAIM_PER_LANE = 20  # enough to keep a lane busy, few enough that a lost process holds up nobody

OUR_TROUBLE = (VerdictKind.SENDER_FAULT, VerdictKind.RELAY_DOWN)


@dataclass(slots=True)
class Halt:
    """Why no further letter is taken: an operator's stop, or trouble on our own side."""

    asked: asyncio.Event
    trouble: Verdict | None = None

    @property
    def now(self) -> bool:
        """Whether lanes shall take no further letter."""
        return self.trouble is not None or self.asked.is_set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What the lanes of one errand share."""

    newsroom: Newsroom
    errand: Errand
    press: render.Press
    scribe: Scribe
    lease: str
    clock: Callable[[], datetime]
    halt: Halt
    rng: random.Random = field(default_factory=random.Random)


async def run(carrier: Carrier) -> None:
    """Claim and hand over until nothing is due or the carrier halts."""
    lanes = carrier.newsroom.relay.lanes
    letters: asyncio.Queue[tuple[Delivery, Letter] | None] = asyncio.Queue(maxsize=lanes)
    async with asyncio.TaskGroup() as group:
        for _ in range(lanes):
            group.create_task(_lane(carrier, letters))
        await _feed(carrier, letters, CLAIM_PER_LANE * lanes)
        for _ in range(lanes):
            await letters.put(None)


async def _feed(carrier: Carrier, letters: asyncio.Queue[tuple[Delivery, Letter] | None], limit: int) -> None:
    while not carrier.halt.now:
        async with carrier.newsroom.begin() as tx:
            batch = await store.outbox.claim(
                tx,
                errand_id=carrier.errand.id,
                limit=limit,
                lease=carrier.lease,
                lease_for=LEASE_FOR,
                now=carrier.clock(),
            )
            welcome = await _still_welcome(carrier, tx, batch)
        if not batch:
            return
        for delivery in batch:
            recipient = welcome.get(delivery.recipient_id)
            if recipient is None or carrier.halt.now:
                continue
            await letters.put((delivery, carrier.press.letter(recipient, delivery_id=delivery.id)))


async def _still_welcome(carrier: Carrier, tx: store.Tx, batch: list[Delivery]) -> Mapping[int, subscribers.Recipient]:
    """Ask at the last moment who may still be written to; the others' rows are settled at once."""
    people = [delivery.recipient_id for delivery in batch]
    welcome = await subscribers.still_welcome(tx, carrier.errand.newsletter_id, people)
    gone = [person for person in people if person not in welcome]
    if gone:
        why = await subscribers.why_not(tx, carrier.errand.newsletter_id, gone)
        results = [
            store.Result(delivery_id=one.id, state=_unwelcome(why[one.recipient_id]), text=why[one.recipient_id])
            for one in batch
            if one.recipient_id in why
        ]
        await store.outbox.settle(tx, results, lease=carrier.lease, now=carrier.clock())
    return welcome


def _unwelcome(why: str) -> DeliveryState:
    return DeliveryState.SUPPRESSED if why == "suppressed" else DeliveryState.EXCLUDED


async def _lane(carrier: Carrier, letters: asyncio.Queue[tuple[Delivery, Letter] | None]) -> None:
    while (taken := await letters.get()) is not None:
        if carrier.halt.now:
            continue  # unmarked: given back when the dispatch closes
        delivery, letter = taken
        await _carry_one(carrier, delivery, letter)


async def _carry_one(carrier: Carrier, delivery: Delivery, letter: Letter) -> None:
    async def before_data() -> None:
        if not await carrier.scribe.mark(delivery.id):
            raise Taken(f"Delivery {delivery.id} was taken over by another process.")

    try:
        verdict = await carrier.newsroom.relay.hand_over(letter, before_data=before_data)
    except Taken:
        return  # whoever has it now settles it
    if verdict.kind in OUR_TROUBLE and carrier.halt.trouble is None:
        carrier.halt.trouble = verdict
    carrier.scribe.note(settlement(delivery, verdict, carrier.errand, now=carrier.clock(), rng=carrier.rng))


def settlement(
    delivery: Delivery, verdict: Verdict, errand: Errand, *, now: datetime, rng: random.Random
) -> store.Result:
    """What a verdict makes of a delivery."""
    state, not_before, counted = DeliveryState.QUEUED, None, True
    if verdict.kind is VerdictKind.SENT:
        state = DeliveryState.SENT
    elif verdict.kind is VerdictKind.REFUSED:
        state = DeliveryState.REFUSED
    elif verdict.kind is VerdictKind.IN_DOUBT:
        state = IN_DOUBT_BY_POLICY[errand.in_doubt]
    elif verdict.kind is VerdictKind.DEFERRED:
        not_before = deliver.next_try(delivery.attempts, since=errand.made, now=now, rng=rng, wait=verdict.wait)
        state = DeliveryState.QUEUED if not_before else DeliveryState.EXPIRED
    else:
        counted = False  # our own trouble is no attempt on the reader's side
    return store.Result(
        delivery_id=delivery.id,
        state=state,
        not_before=not_before,
        code=verdict.code,
        enhanced=verdict.enhanced,
        text=verdict.text,
        counted=counted,
    )


IN_DOUBT_BY_POLICY = {
    InDoubtPolicy.HOLD: DeliveryState.IN_DOUBT,
    InDoubtPolicy.RESEND: DeliveryState.QUEUED,
    InDoubtPolicy.ASSUME_SENT: DeliveryState.SENT,
}
