"""Claim, mark, settle, rescue: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digest import store
from digest.model import Delivery, DeliveryState, ErrandState, InDoubtPolicy, Sheet
from digest.store import Addressee, Result
from tests.makers import NOW, a_sender, an_errand

LEASE_FOR = timedelta(minutes=2)


def a_sheet(issue_id: int = 1) -> Sheet:
    return Sheet(
        issue_id=issue_id, subject="s", html=(), text=(), sender=a_sender(), language="en", newsletter_slug="m",
        newsletter_title="M", made=NOW,
    )  # fmt: skip


async def an_open_errand(tx: AsyncConnection, readers: int, **fields: object) -> int:
    errand = an_errand(state=ErrandState.FREEZING, **fields)
    await store.errands.open_errand(tx, errand, a_sheet(errand.id))
    await freeze(tx, errand.id, 0, readers)
    await store.errands.thaw(tx, errand.id)
    return errand.id


async def freeze(tx: AsyncConnection, errand_id: int, first: int, last: int) -> None:
    page = [
        Addressee(recipient_id=n, address_key=n.to_bytes(16, "big"), domain="example.org") for n in range(first, last)
    ]
    await store.errands.freeze_page(tx, errand_id, page, upto=last, now=NOW)


async def claim(
    tx: AsyncConnection, errand_id: int, lease: str = "me", limit: int = 10, later: timedelta = timedelta()
) -> list[Delivery]:
    return await store.outbox.claim(
        tx, errand_id=errand_id, limit=limit, lease=lease, lease_for=LEASE_FOR, now=NOW + later
    )


async def test_what_was_claimed_is_claimed_by_nobody_else(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 15)
    mine, yours = await claim(tx, errand_id, "me"), await claim(tx, errand_id, "you")
    assert len(mine) == 10
    assert len(yours) == 5
    assert not {one.id for one in mine} & {one.id for one in yours}
    assert all(one.attempts == 1 and one.state is DeliveryState.SENDING for one in mine)


async def test_two_processes_claiming_at_once_never_share_a_row(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        errand_id = await an_open_errand(tx, 200)

    async def worker(name: str) -> list[int]:
        taken: list[int] = []
        while True:
            async with store.writing(engine) as tx:
                batch = await claim(tx, errand_id, name, limit=7)
            if not batch:
                return taken
            taken += [one.id for one in batch]

    taken = [row for rows in await asyncio.gather(*(worker(f"w{n}") for n in range(4))) for row in rows]
    assert len(taken) == len(set(taken)) == 200


async def test_a_page_frozen_twice_is_frozen_once(tx: AsyncConnection) -> None:
    errand = an_errand(state=ErrandState.FREEZING)
    await store.errands.open_errand(tx, errand, a_sheet())
    await freeze(tx, errand.id, 0, 10)
    await freeze(tx, errand.id, 5, 15)
    assert await store.errands.thaw(tx, errand.id) == 15


async def test_nothing_is_claimed_while_the_audience_is_being_written(tx: AsyncConnection) -> None:
    errand = an_errand(state=ErrandState.FREEZING)
    await store.errands.open_errand(tx, errand, a_sheet())
    await freeze(tx, errand.id, 0, 10)
    assert await claim(tx, errand.id) == []
    assert await store.errands.next_due(tx, now=NOW) is None


async def test_a_paused_errand_gives_nothing_and_a_resumed_one_does(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 3)
    assert await store.errands.pause(tx, errand_id, reason="5.7.1 policy")
    assert await claim(tx, errand_id) == []
    assert await store.errands.resume(tx, errand_id)
    assert len(await claim(tx, errand_id)) == 3


async def test_only_the_holder_of_the_lease_may_mark_and_settle(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (mine,) = await claim(tx, errand_id, "me")
    assert await store.outbox.mark_data_started(tx, [mine.id], lease="you", now=NOW) == set()
    await store.outbox.settle(tx, [Result(delivery_id=mine.id, state=DeliveryState.SENT)], lease="you", now=NOW)
    assert (await store.ledger.balance(tx, errand_id)).pending == 1
    assert await store.outbox.mark_data_started(tx, [mine.id], lease="me", now=NOW) == {mine.id}
    await store.outbox.settle(tx, [Result(delivery_id=mine.id, state=DeliveryState.SENT)], lease="me", now=NOW)
    assert (await store.ledger.balance(tx, errand_id)).sent == 1


async def test_a_lost_process_leaves_in_doubt_only_what_it_had_marked(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 10)
    batch = await claim(tx, errand_id, "gone")
    await store.outbox.mark_data_started(tx, [one.id for one in batch[:2]], lease="gone", now=NOW)
    assert await store.outbox.rescue(tx, now=NOW) == 0, "the lease still runs"
    assert await store.outbox.rescue(tx, now=NOW + LEASE_FOR * 2) == 10
    balance = await store.ledger.balance(tx, errand_id)
    assert (balance.in_doubt, balance.deferred) == (2, 8)
    assert balance.adds_up


async def test_a_dead_neighbour_is_rescued_before_its_lease_ends(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 4)
    await claim(tx, errand_id, "gone")
    assert await store.outbox.rescue(tx, now=NOW, dead=["gone"]) == 4
    assert len(await claim(tx, errand_id, "me")) == 4


async def test_the_true_owner_may_still_settle_what_was_put_in_doubt(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (one,) = await claim(tx, errand_id, "stopped")
    await store.outbox.mark_data_started(tx, [one.id], lease="stopped", now=NOW)
    await store.outbox.rescue(tx, now=NOW + LEASE_FOR * 2)
    await store.outbox.settle(tx, [Result(delivery_id=one.id, state=DeliveryState.SENT)], lease="stopped", now=NOW)
    assert (await store.ledger.balance(tx, errand_id)).sent == 1


@pytest.mark.parametrize(
    ("policy", "account"),
    [(InDoubtPolicy.HOLD, "in_doubt"), (InDoubtPolicy.RESEND, "deferred"), (InDoubtPolicy.ASSUME_SENT, "sent")],
)
async def test_doubt_follows_the_policy(tx: AsyncConnection, policy: InDoubtPolicy, account: str) -> None:
    errand_id = await an_open_errand(tx, 1, in_doubt=policy)
    (one,) = await claim(tx, errand_id, "gone")
    await store.outbox.mark_data_started(tx, [one.id], lease="gone", now=NOW)
    await store.outbox.rescue(tx, now=NOW, dead=["gone"])
    assert getattr(await store.ledger.balance(tx, errand_id), account) == 1


async def test_a_letter_that_took_its_process_down_three_times_is_parked(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    for _ in range(3):
        assert len(await claim(tx, errand_id, "gone")) == 1
        await store.outbox.rescue(tx, now=NOW, dead=["gone"])
    assert await claim(tx, errand_id, "me") == []
    assert (await store.ledger.balance(tx, errand_id)).failed == 1


async def test_released_letters_count_no_attempt(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 2)
    await claim(tx, errand_id, "me")
    await store.outbox.release(tx, lease="me", now=NOW)
    assert [one.attempts for one in await claim(tx, errand_id, "me")] == [1, 1]


async def test_a_deferred_letter_waits_for_its_moment(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (one,) = await claim(tx, errand_id)
    later = NOW + timedelta(minutes=8)
    result = Result(delivery_id=one.id, state=DeliveryState.QUEUED, not_before=later, code=451, text="4.7.1 greylisted")
    await store.outbox.settle(tx, [result], lease="me", now=NOW)
    assert await claim(tx, errand_id) == []
    assert await store.ledger.next_try(tx, errand_id) == later
    assert await store.errands.finish_if_done(tx, errand_id) is False
    assert len(await claim(tx, errand_id, later=timedelta(minutes=9))) == 1


async def test_replies_are_kept_with_code_and_words(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (one,) = await claim(tx, errand_id)
    refused = Result(
        delivery_id=one.id, state=DeliveryState.REFUSED, code=550, enhanced="5.1.1", text="5.1.1 no such user"
    )
    await store.outbox.settle(tx, [refused], lease="me", now=NOW)
    found = await store.ledger.replies(tx, errand_id, [DeliveryState.REFUSED])
    assert found == [(0, "example.org", "refused", 550, "5.1.1", "5.1.1 no such user")]
    assert await store.errands.finish_if_done(tx, errand_id)
    assert (await store.errands.get(tx, errand_id)).state is ErrandState.DONE
