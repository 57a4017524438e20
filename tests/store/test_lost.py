"""What was lost with its process is claimed again: behind the others, in ever smaller companies."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from digest import store
from digest.model import Delivery, DeliveryState
from tests.makers import NOW
from tests.store.test_outbox import GONE, ME, an_open_errand, claim, rescue, settle


async def claim_lost(tx: AsyncConnection, errand_id: int, lease: int = ME) -> list[Delivery]:
    return await tx.run_sync(lambda tx: store.claiming.claim_lost(tx, errand_id=errand_id, lease=lease, upto=NOW))


async def test_what_a_dead_neighbour_had_is_claimed_again_behind_the_others(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 6)
    first = await claim(tx, errand_id, GONE, limit=4)
    assert await rescue(tx, GONE) == 4
    others = await claim(tx, errand_id, ME)
    assert len(others) == 2
    assert not {one.id for one in others} & {one.id for one in first}
    again = [one for _ in first for one in await claim_lost(tx, errand_id)]
    assert {(one.id, one.crashes) for one in again} == {(one.id, 0) for one in first}, "nobody is to blame yet"
    assert await claim_lost(tx, errand_id) == []


async def test_a_letter_that_was_alone_when_its_process_ended_comes_last(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 3)
    await claim(tx, errand_id, GONE)
    await rescue(tx, GONE)
    (suspect,) = await claim_lost(tx, errand_id, GONE)
    await rescue(tx, GONE)
    again = [one for _ in range(3) for one in await claim_lost(tx, errand_id)]
    assert [one.crashes for one in again] == [0, 0, 1]
    assert again[-1].id == suspect.id


async def test_what_was_lost_is_carried_in_ever_smaller_companies_until_the_guilty_one_is_alone(
    tx: AsyncConnection,
) -> None:
    errand_id = await an_open_errand(tx, 700)
    guilty = min(one.id for one in await claim(tx, errand_id, GONE, limit=700))
    companies = []
    for _ in range(len(store.company.SIZES) + store.outbox.MOST_CRASHES - 1):
        await rescue(tx, GONE)
        batch = await claim_lost(tx, errand_id, GONE)
        while guilty not in {one.id for one in batch}:
            await settle_all(tx, batch)
            batch = await claim_lost(tx, errand_id, GONE)
        companies.append(len(batch))
    assert companies == [256, 16, 1, 1, 1]
    await rescue(tx, GONE)
    rest = await everybody_lost(tx, errand_id)
    assert guilty not in rest
    balance = await store.ledger.balance(tx, errand_id)
    assert (balance.sent, balance.failed) == (699, 1), "the guilty one, and nobody else"


async def test_a_letter_that_took_its_process_down_three_times_is_parked(tx: AsyncConnection) -> None:
    errand_id = await an_open_errand(tx, 1)
    for take in (claim, claim_lost, claim_lost):
        assert len(await take(tx, errand_id, GONE)) == 1
        await rescue(tx, GONE)
    assert await claim(tx, errand_id) == await claim_lost(tx, errand_id) == []
    assert (await store.ledger.balance(tx, errand_id)).failed == 1


@pytest.mark.parametrize(("together", "then"), [(1, 1), (2, 1), (16, 1), (17, 16), (256, 16), (257, 256), (9000, 256)])
def test_a_company_is_smaller_than_the_one_that_was_lost(together: int, then: int) -> None:
    assert store.company.size(store.company.after(together)) == then


async def settle_all(tx: AsyncConnection, batch: Sequence[Delivery], lease: int = GONE) -> None:
    for one in batch:
        await settle(tx, one, DeliveryState.SENT, lease)


async def everybody_lost(tx: AsyncConnection, errand_id: int) -> set[int]:
    """Carry whatever is left of what was lost."""
    carried = set[int]()
    while batch := await claim_lost(tx, errand_id):
        await settle_all(tx, batch, ME)
        carried |= {one.id for one in batch}
    return carried
