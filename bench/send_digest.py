"""Send a prepared issue as Digest does, in a process of its own: with its ledger, or by the relay alone."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from itertools import islice

import subscribers
from bench.child import Watch, answer
from bench.figures import Cost
from bench.rooms import mailroom_at, utc_now
from digest import render, sending, store
from digest.mailroom import Mailroom
from digest.model import Letter, VerdictKind

MOST = 1_000_000


async def send(*, settings: str, database: str, errand: int, letters: int, ledger: bool) -> Cost:
    """Send the errand's letters; whoever sends fewer than were asked for has no rate."""
    async with mailroom_at(settings, database) as mailroom:
        if ledger:
            watch = await _with_ledger(mailroom, errand)
            async with mailroom.reading() as tx:
                sent = (await store.ledger.balance(tx, errand)).sent
        else:
            watch, sent = await _without_ledger(mailroom, errand)
    if sent != letters:
        raise SystemExit(f"{sent} letters were sent, not {letters}.")
    return watch.cost(sent)


async def _with_ledger(mailroom: Mailroom, errand: int) -> Watch:
    """Until none is queued: where the server is slow, some may have been put off for a while."""
    with Watch() as watch:
        while await sending.dispatch(mailroom, clock=utc_now, stop=asyncio.Event()) or await _waits(mailroom, errand):
            pass
    return watch


async def _waits(mailroom: Mailroom, errand: int) -> bool:
    async with mailroom.reading() as tx:
        due = await store.ledger.next_try(tx, errand)
    await asyncio.sleep(max(0.0, (due - utc_now()).total_seconds()) if due else 0.0)
    return due is not None


async def _without_ledger(mailroom: Mailroom, errand_id: int) -> tuple[Watch, int]:
    async with mailroom.reading() as tx:
        errand = await store.errands.get(tx, errand_id)
        sheet = await store.errands.sheet_of(tx, errand_id)
        people = await subscribers.recipients(tx, errand.newsletter_id, cadence="", after=0, limit=MOST)
    press = render.open_press(sheet, mailroom.links, newsletter_id=errand.newsletter_id)
    letters = (press.letter(person, delivery_id=number) for number, person in enumerate(people))
    with Watch() as watch:
        sent = await asyncio.gather(*(_lane(mailroom, letters) for _ in range(mailroom.relay.lanes)))
    return watch, sum(sent)


async def _lane(mailroom: Mailroom, letters: Iterator[Letter]) -> int:
    """Each letter is announced behind the one before it, as in a send with a ledger."""
    announced: deque[Letter] = deque()

    def following() -> Letter | None:
        announced.extend(islice(letters, 1))
        return announced[-1] if announced else None

    sent = 0
    async with mailroom.relay.lane() as lane:
        while (letter := announced.popleft() if announced else next(letters, None)) is not None:
            sent += (await lane.carry(letter, None, following)).kind is VerdictKind.SENT
    return sent


if __name__ == "__main__":
    answer(send)
