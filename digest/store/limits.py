"""How often something may be done: the counting of the library ``limits``, kept in our own tables.

So a limit survives a restart and holds across processes. A window begins with the first hit and ends after the limit's
time; what is over is thrown out by ``prune``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from limits import parse
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter
from sqlalchemy import case, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from digest.store.engine import Tx
from digest.store.tables import limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """``limit`` ("20 per hour") of ``what``, counted for each ``who``."""

    limit: str
    what: str
    who: str = ""


class TableStorage(Storage):
    """Counts in the table ``limits``, within one transaction and at one moment: it asks no clock."""

    STORAGE_SCHEME = None

    def __init__(self, tx: Tx, now: datetime) -> None:
        super().__init__()
        self._tx = tx
        self._now = now

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Nothing of the database's is wrapped: the transaction's end says it in words."""
        return ()

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and say how many that makes in the window. ``expiry``: the window's seconds."""
        dialect = postgresql if self._tx.dialect.name == "postgresql" else sqlite
        until = self._now + timedelta(seconds=expiry)
        over = limits.c.until <= self._now
        statement: Any = dialect.insert(limits).values(key=key, hits=amount, until=until)
        counted = {
            "hits": case((over, amount), else_=limits.c.hits + amount),
            "until": case((over, literal(until, limits.c.until.type)), else_=limits.c.until),
        }
        statement = statement.on_conflict_do_update(index_elements=["key"], set_=counted).returning(limits.c.hits)
        return int((await self._tx.execute(statement)).scalar_one())

    async def get(self, key: str) -> int:
        """How many there are in the window."""
        query = select(limits.c.hits).where(limits.c.key == key, limits.c.until > self._now)
        return int((await self._tx.execute(query)).scalar_one_or_none() or 0)

    async def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        query = select(limits.c.until).where(limits.c.key == key, limits.c.until > self._now)
        until: datetime = (await self._tx.execute(query)).scalar_one_or_none() or self._now
        return until.timestamp()

    async def check(self) -> bool:
        """The transaction is open."""
        return True

    async def reset(self) -> int | None:
        """Forget all counts."""
        return (await self._tx.execute(delete(limits))).rowcount

    async def clear(self, key: str) -> None:
        """Forget one count."""
        await self._tx.execute(delete(limits).where(limits.c.key == key))


async def allow(tx: Tx, wanted: Iterable[Allowance], *, now: datetime) -> bool:
    """Whether all of these allow it; it counts only then, so that what one of them refuses costs the others nothing."""
    return await refused(tx, wanted, now=now) is None


async def refused(tx: Tx, wanted: Iterable[Allowance], *, now: datetime) -> Allowance | None:
    """The first of these that does not allow it; None, and counted, if all do."""
    limiter = FixedWindowRateLimiter(TableStorage(tx, now))
    asked = [(one, parse(one.limit)) for one in wanted]
    for one, item in asked:
        if not await limiter.test(item, one.what, one.who):
            return one
    hits = [(one, await limiter.hit(item, one.what, one.who)) for one, item in asked]
    return next((one for one, hit in hits if not hit), None)


async def counted(tx: Tx, one: Allowance, *, now: datetime) -> int:
    """How often it was done within the window that goes on now."""
    item = parse(one.limit)
    return (
        item.amount
        - (await FixedWindowRateLimiter(TableStorage(tx, now)).get_window_stats(item, one.what, one.who)).remaining
    )


async def over(tx: Tx, one: Allowance, *, now: datetime) -> datetime:
    """When what is refused now will be allowed again."""
    stats = await FixedWindowRateLimiter(TableStorage(tx, now)).get_window_stats(parse(one.limit), one.what, one.who)
    return datetime.fromtimestamp(stats.reset_time, UTC)


async def forgive(tx: Tx, one: Allowance, *, now: datetime) -> None:
    """Count it anew."""
    await FixedWindowRateLimiter(TableStorage(tx, now)).clear(parse(one.limit), one.what, one.who)


async def prune(tx: Tx, *, now: datetime) -> None:
    """Throw out what is over."""
    await tx.execute(delete(limits).where(limits.c.until <= now))
