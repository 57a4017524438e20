"""A claim may ask for some domains, or for all others, and goes on behind the last of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from digest import store
from digest.model import Delivery, ErrandState
from digest.store.freezing import Addressee
from tests.makers import NOW, an_errand
from tests.store.test_outbox import ME, a_sheet


async def freeze_mixed(tx: AsyncConnection, domains: Sequence[str]) -> int:
    """An open errand with a reader at each of these domains, in this order."""
    errand = an_errand(state=ErrandState.FREEZING)
    await store.freezing.open_errand(tx, errand, a_sheet(errand.id))
    page = [Addressee(recipient_id=n, address_key=n.to_bytes(16, "big"), domain=one) for n, one in enumerate(domains)]
    await store.freezing.freeze_page(tx, errand.id, page, upto=len(page))
    await store.freezing.thaw(tx, errand.id)
    return errand.id


async def claimed(tx: AsyncConnection, errand_id: int, limit: int, **whom: Any) -> list[Delivery]:
    batch = await tx.run_sync(
        lambda tx: store.claiming.claim(tx, errand_id=errand_id, limit=limit, lease=ME, upto=NOW, **whom)
    )
    return sorted(batch, key=lambda one: one.recipient_id)


async def test_a_claim_can_ask_for_some_domains_or_for_all_others(tx: AsyncConnection) -> None:
    errand_id = await freeze_mixed(tx, ["slow.example"] * 4 + ["a.example", "b.example", "slow.example", "c.example"])
    others = await claimed(tx, errand_id, 2, others={"slow.example"})
    assert [one.domain for one in others] == ["a.example", "b.example"]
    assert [one.recipient_id for one in await claimed(tx, errand_id, 3, these={"slow.example", "x.example"})] == [
        0,
        1,
        2,
    ]
    assert [one.recipient_id for one in await claimed(tx, errand_id, 9)] == [3, 6, 7]


async def test_a_claim_of_others_goes_on_behind_the_last_of_them(tx: AsyncConnection) -> None:
    errand_id = await freeze_mixed(tx, ["a.example", "slow.example", "b.example", "slow.example", "c.example"])
    (first,) = await claimed(tx, errand_id, 1, others={"slow.example"})
    assert (first.domain, first.not_before) == ("a.example", store.outbox.AT_ONCE)
    await tx.run_sync(lambda tx: store.outbox.release(tx, lease=ME))
    behind = await claimed(tx, errand_id, 9, others={"slow.example"}, past=first)
    assert [one.domain for one in behind] == ["b.example", "c.example"]
    assert [one.domain for one in await claimed(tx, errand_id, 9, others={"slow.example"})] == ["a.example"]


async def test_one_claim_names_as_many_domains_as_it_says(tx: AsyncConnection) -> None:
    names = [f"d{n}.example" for n in range(store.claiming.MOST_NAMED + 1)]
    errand_id = await freeze_mixed(tx, names)
    (last,) = await claimed(tx, errand_id, 99, others=set(names[:-1]))
    assert last.domain == names[-1]
