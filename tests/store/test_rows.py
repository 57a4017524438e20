"""Whatever is asked of an issue's rows is found by the index that is meant: a million of them are walked in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection

from digest import store
from digest.model import DeliveryState
from digest.store import ledger
from tests.makers import NOW
from tests.store.test_outbox import ME, an_open_errand, claim, settle

IN_NO_ORDER = "sqlite_autoindex_deliveries_2"  # over errand and hashed address
IN_ORDER = "sqlite_autoindex_deliveries_1"  # over errand and reader


@contextmanager
def plans_of(tx: AsyncConnection) -> Iterator[list[str]]:
    """How SQLite goes about each statement that is executed, on one line each."""
    connection, seen = tx.sync_connection, list[str]()

    def look(one: Connection, _cursor: object, statement: str, values: object, _context: object, many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's way
        if not many:
            asking = one.connection.cursor()
            asking.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            seen.append("; ".join(row[3] for row in asking.fetchall() if "deliveries" in row[3]))
            asking.close()

    event.listen(connection, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", look)


@pytest.fixture
async def errand(tx: AsyncConnection) -> int:
    """An issue with letters in several states."""
    if tx.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps figures, and chooses by them")
    which = await an_open_errand(tx, 9)
    refused, *_ = await claim(tx, which, ME, 3)
    await settle(tx, refused, DeliveryState.REFUSED, code=550, enhanced="5.1.1", text="no such user")
    return which


async def test_what_is_asked_of_all_letters_of_an_issue_is_read_in_their_order(
    tx: AsyncConnection, errand: int
) -> None:
    with plans_of(tx) as plans:
        assert (await ledger.balance(tx, errand)).adds_up
        assert await ledger.replies(tx, errand, ledger.FAILED)
        assert await ledger.failed(tx, errand, limit=1)
        assert await ledger.failed(tx, errand, said=True, limit=1)
        assert await ledger.by_domain(tx, errand)
        assert not await store.returns.rates(tx, errand)
        assert not await tx.run_sync(store.outbox.in_doubt, errand)
    assert [plan for plan in plans if IN_NO_ORDER in plan] == []
    assert sum(IN_ORDER in plan for plan in plans) >= 8


async def test_whether_letters_are_queued_or_under_way_is_seen_without_reading_the_others(
    tx: AsyncConnection, errand: int
) -> None:
    with plans_of(tx) as plans:
        assert await store.errands.is_going(tx, errand)
        assert not await store.steering.finish_if_done(tx, errand)
        assert not await store.errands.all_done(tx)
        assert await tx.run_sync(store.outbox.canaries_left, errand) == 2
        await store.steering.open_again_if_queued(tx, errand, now=NOW)
        await tx.run_sync(store.outbox.release, lease=ME)
        assert await ledger.next_try(tx, errand)
        assert await store.errands.due(tx, now=NOW)
    assert [plan for plan in plans if "sqlite_autoindex" in plan] == []
    assert sum("deliveries_under_way" in plan for plan in plans) >= 5
