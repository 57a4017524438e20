"""Claim, mark, settle, rescue: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digest import store
from digest.model import Delivery, DeliveryState, ErrandState, InDoubtPolicy, Sheet
from digest.store import Addressee, Result
from digest.store.batch import Batch, _compiled
from tests.makers import NOW, a_sender, an_errand

ME, YOU, GONE = 1, 2, 3


def a_sheet(issue_id: int = 1) -> Sheet:
    return Sheet(
        issue_id=issue_id, subject="s", html=(), text=(), sender=a_sender(), language="en", newsletter_slug="m",
        newsletter_title="M", made=NOW,
    )  # fmt: skip


async def an_open_errand(tx: AsyncConnection, readers: int, **fields: object) -> int:
    errand = an_errand(state=ErrandState.FREEZING, **fields)
    await store.freezing.open_errand(tx, errand, a_sheet(errand.id))
    await freeze(tx, errand.id, 0, readers)
    await store.freezing.thaw(tx, errand.id)
    return errand.id


async def freeze(tx: AsyncConnection, errand_id: int, first: int, last: int) -> None:
    page = [
        Addressee(recipient_id=n, address_key=n.to_bytes(16, "big"), domain="example.org") for n in range(first, last)
    ]
    await store.freezing.freeze_page(tx, errand_id, page, upto=last)


async def claim(
    tx: AsyncConnection,
    errand_id: int,
    lease: int = ME,
    limit: int = 10,
    later: timedelta = timedelta(),
) -> list[Delivery]:
    upto = NOW + later
    return await tx.run_sync(
        lambda tx: store.claiming.claim(tx, errand_id=errand_id, limit=limit, lease=lease, upto=upto)
    )


async def mark(tx: AsyncConnection, batch: Sequence[Delivery], lease: int) -> set[int]:
    ids = [one.id for one in batch]
    return await tx.run_sync(lambda tx: store.noting.mark_data_started(tx, ids, lease=lease, now=NOW))


async def settle(tx: AsyncConnection, one: Delivery, state: DeliveryState, lease: int = ME, **fields: Any) -> None:
    result = Result(delivery_id=one.id, state=state, **fields)
    await tx.run_sync(lambda tx: store.noting.settle(tx, [result], lease=lease, now=NOW))


async def rescue(tx: AsyncConnection, lease: int) -> int:
    return await tx.run_sync(lambda tx: store.lost.rescue(tx, dead=[lease], now=NOW))


async def test_what_was_claimed_is_claimed_by_nobody_else(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 15)
    mine, yours = await claim(tx, errand_id, ME), await claim(tx, errand_id, YOU)
    assert len(mine) == 10
    assert len(yours) == 5
    assert not {one.id for one in mine} & {one.id for one in yours}
    assert all(one.attempts == 1 and one.state is DeliveryState.SENDING for one in mine)


async def test_two_processes_claiming_at_once_never_share_a_row(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        errand_id = await an_open_errand(tx, 200)

    async def worker(lease: int) -> list[int]:
        taken: list[int] = []
        while True:
            async with store.writing(engine) as tx:
                batch = await claim(tx, errand_id, lease, limit=7)
            if not batch:
                return taken
            taken += [one.id for one in batch]

    taken = [row for rows in await asyncio.gather(*(worker(n + 1) for n in range(4))) for row in rows]
    assert len(taken) == len(set(taken)) == 200


async def test_a_page_frozen_twice_is_frozen_once(tx: AsyncConnection) -> None:
    errand = an_errand(state=ErrandState.FREEZING)
    await store.freezing.open_errand(tx, errand, a_sheet())
    await freeze(tx, errand.id, 0, 10)
    await freeze(tx, errand.id, 5, 15)
    assert await store.freezing.thaw(tx, errand.id) == 15


async def test_nothing_is_claimed_while_the_audience_is_being_written(tx: AsyncConnection) -> None:
    errand = an_errand(state=ErrandState.FREEZING)
    await store.freezing.open_errand(tx, errand, a_sheet())
    await freeze(tx, errand.id, 0, 10)
    assert await claim(tx, errand.id) == []
    assert await store.errands.due(tx, now=NOW) == []


async def test_a_paused_errand_gives_nothing_and_a_resumed_one_does(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 3)
    assert await store.steering.pause(tx, errand_id, reason="5.7.1 policy")
    assert await claim(tx, errand_id) == []
    assert await store.steering.resume(tx, errand_id, now=NOW)
    assert len(await claim(tx, errand_id)) == 3


async def test_only_the_holder_of_the_lease_may_mark_and_settle(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (mine,) = await claim(tx, errand_id, ME)
    assert await mark(tx, [mine], YOU) == set()
    await settle(tx, mine, DeliveryState.SENT, YOU)
    assert (await store.ledger.balance(tx, errand_id)).pending == 1
    assert await mark(tx, [mine], ME) == {mine.id}
    await settle(tx, mine, DeliveryState.SENT, ME)
    assert (await store.ledger.balance(tx, errand_id)).sent == 1


async def test_a_lost_process_leaves_in_doubt_only_what_it_had_marked(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 10)
    batch = await claim(tx, errand_id, GONE)
    await mark(tx, batch[:2], GONE)
    assert await rescue(tx, YOU) == 0, "it is somebody else's"
    assert await rescue(tx, GONE) == 10
    balance = await store.ledger.balance(tx, errand_id)
    assert (balance.in_doubt, balance.deferred) == (2, 8)
    assert balance.adds_up


async def test_the_true_owner_may_still_settle_what_was_put_in_doubt(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (one,) = await claim(tx, errand_id, GONE)
    await mark(tx, [one], GONE)
    await rescue(tx, GONE)
    await settle(tx, one, DeliveryState.SENT, GONE)
    assert (await store.ledger.balance(tx, errand_id)).sent == 1


@pytest.mark.parametrize(
    ("policy", "account"),
    [(InDoubtPolicy.HOLD, "in_doubt"), (InDoubtPolicy.RESEND, "deferred"), (InDoubtPolicy.ASSUME_SENT, "sent")],
)
async def test_doubt_follows_the_policy(tx: AsyncConnection, policy: InDoubtPolicy, account: str) -> None:
    errand_id = await an_open_errand(tx, 1, in_doubt=policy)
    (one,) = await claim(tx, errand_id, GONE)
    await mark(tx, [one], GONE)
    await rescue(tx, GONE)
    assert getattr(await store.ledger.balance(tx, errand_id), account) == 1
    (doubted,) = await tx.run_sync(store.outbox.in_doubt, errand_id, ever=True)
    assert (doubted.id, doubted.doubts) == (one.id, 1), "whatever the policy made of it, it is listed"


async def test_released_letters_count_no_attempt(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 2)
    await claim(tx, errand_id, ME)
    await tx.run_sync(lambda tx: store.outbox.release(tx, lease=ME))
    assert [one.attempts for one in await claim(tx, errand_id, ME)] == [1, 1]


async def test_a_deferred_letter_waits_for_its_moment(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (one,) = await claim(tx, errand_id)
    later = NOW + timedelta(minutes=8)
    await settle(tx, one, DeliveryState.QUEUED, not_before=later, code=451, text="4.7.1 greylisted")
    assert await claim(tx, errand_id) == []
    assert await store.ledger.next_try(tx, errand_id) == later
    assert await store.steering.finish_if_done(tx, errand_id) is False
    assert len(await claim(tx, errand_id, later=timedelta(minutes=9))) == 1


async def test_replies_are_kept_with_code_and_words(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    (one,) = await claim(tx, errand_id)
    await settle(tx, one, DeliveryState.REFUSED, code=550, enhanced="5.1.1", text="5.1.1 no such user")
    found = await store.ledger.replies(tx, errand_id, [DeliveryState.REFUSED])
    assert found == [(0, "example.org", "refused", 550, "5.1.1", "5.1.1 no such user")]
    assert await store.steering.finish_if_done(tx, errand_id)
    assert (await store.errands.get(tx, errand_id)).state is ErrandState.DONE


async def test_rows_are_found_by_their_ids_however_many_are_under_way(tx: AsyncConnection) -> None:
    errand = await an_open_errand(tx, 300)
    batch = await claim(tx, errand, limit=300)
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[tx.dialect.name]
    seen: list[str] = []

    def watch(connection: Connection) -> None:
        usual, usual_rows = Batch.run, Batch.rows

        def look(batch: Batch, row: Mapping[str, Any]) -> None:
            text, bound = _compiled(batch.statement, connection.dialect)
            cursor = connection.connection.cursor()
            cursor.execute(explain + text, bound(row))
            seen.append(" ".join(str(row) for row in cursor.fetchall()))

        def run(self: Batch, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
            look(self, rows[0])
            return usual(self, tx, rows)

        def ask(self: Batch, tx: Connection, row: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
            look(self, row)
            return usual_rows(self, tx, row)

        sent = Result(batch[7].id, DeliveryState.SENT)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Batch, "run", run)
            patch.setattr(Batch, "rows", ask)
            store.noting.mark_data_started(connection, [batch[7].id], lease=ME, now=NOW)
            store.noting.settle(connection, [sent], lease=ME, now=NOW)
            if connection.dialect.name == "postgresql":  # where both are one statement
                store.noting.note(connection, [batch[8].id], [sent], lease=ME, now=NOW)

    await tx.run_sync(watch)
    assert len(seen) == (3 if tx.dialect.name == "postgresql" else 2)
    for plan in seen:
        assert "PRIMARY KEY" in plan or "deliveries_pkey" in plan, plan
        assert "deliveries_under_way" not in plan, plan
        assert "Seq Scan on deliveries" not in plan, plan


async def test_results_that_differ_in_their_words_alone_keep_them(tx: AsyncConnection) -> None:
    errand = await an_open_errand(tx, 4)
    batch = await claim(tx, errand)
    words = ["2.0.0 Ok: queued as A1", 'it said "no"; then left', "später", ""]
    results = [Result(one.id, DeliveryState.SENT, code=250, text=text) for one, text in zip(batch, words, strict=True)]
    await tx.run_sync(lambda tx: store.noting.settle(tx, results, lease=ME, now=NOW))
    told = await store.ledger.replies(tx, errand, [DeliveryState.SENT])
    assert sorted(text for *_, text in told) == sorted(words)
