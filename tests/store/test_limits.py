"""Limits, on both databases: they hold across transactions, and end when they say."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digest import store
from digest.store.limits import Allowance
from digest.store.tables import limits
from tests.makers import NOW

THREE = Allowance(limit="3 per hour", what="network", who="192.0.2.0/24")
ALL = Allowance(limit="5 per hour", what="all")


async def test_a_limit_counts_across_transactions_and_begins_anew_when_its_time_is_over(engine: AsyncEngine) -> None:
    said = []
    for minute in (0, 10, 20, 30, 59, 60, 61):
        async with store.writing(engine) as tx:
            said.append(await store.limits.allow(tx, [THREE], now=NOW + timedelta(minutes=minute)))
    assert said == [True, True, True, False, False, True, True]


async def test_what_one_limit_refuses_costs_the_others_nothing(tx: AsyncConnection) -> None:
    for _ in range(10):
        await store.limits.allow(tx, [ALL, THREE], now=NOW)
    other = Allowance(limit="3 per hour", what="network", who="198.51.100.0/24")
    assert [await store.limits.allow(tx, [ALL, other], now=NOW) for _ in range(3)] == [True, True, False]


async def test_each_is_counted_apart_and_may_be_forgiven(tx: AsyncConnection) -> None:
    once = [Allowance(limit="1 per day", what="address", who=who) for who in ("a", "b")]
    assert [await store.limits.allow(tx, [one], now=NOW) for one in (*once, *once)] == [True, True, False, False]
    await store.limits.forgive(tx, once[0], now=NOW)
    assert [await store.limits.allow(tx, [one], now=NOW) for one in once] == [True, False]


async def test_many_at_once_get_no_more_than_the_limit(engine: AsyncEngine) -> None:
    async def ask() -> bool:
        async with store.writing(engine) as tx:
            return await store.limits.allow(tx, [THREE], now=NOW)

    assert sum(await asyncio.gather(*(ask() for _ in range(12)))) == 3


async def test_what_is_over_is_thrown_out(tx: AsyncConnection) -> None:
    await store.limits.allow(tx, [THREE, ALL], now=NOW)
    await store.limits.prune(tx, now=NOW + timedelta(minutes=59))
    assert (await tx.execute(select(func.count()).select_from(limits))).scalar_one() == 2
    await store.limits.prune(tx, now=NOW + timedelta(minutes=60))
    assert (await tx.execute(select(func.count()).select_from(limits))).scalar_one() == 0


async def test_the_storage_answers_whatever_the_library_may_ask(tx: AsyncConnection) -> None:
    storage = store.limits.TableStorage(tx, NOW)
    assert await storage.check()
    assert await storage.get_expiry("k") == NOW.timestamp()
    await storage.incr("k", 60, 2)
    assert (await storage.get("k"), await storage.get_expiry("k")) == (2, NOW.timestamp() + 60)
    assert await storage.reset() == 1
