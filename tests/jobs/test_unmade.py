"""An issue whose letters cannot be made at all waits for a person and says why; the others leave."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import update

from digest import jobs, store
from digest.model import ErrandState, Newsletter
from digest.newsroom import Newsroom
from digest.store.tables import errands
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW, a_sender
from tests.newsrooms import a_newsroom, enrol

Spoil = Callable[[Newsroom, int], Awaitable[None]]


def sent_from(**fields: str) -> Spoil:
    """From a definition of before addresses were looked at."""

    async def spoil(newsroom: Newsroom, errand: int) -> None:
        async with newsroom.begin() as tx:
            sheet = await store.errands.sheet_of(tx, errand)
            packed, digest = store.codec.pack_sheet(replace(sheet, sender=a_sender(**fields)))
            await tx.execute(update(errands).where(errands.c.id == errand).values(sheet=packed, sheet_hash=digest))

    return spoil


async def an_odd_window(newsroom: Newsroom, errand: int) -> None:
    async with newsroom.begin() as tx:
        await tx.execute(update(errands).where(errands.c.id == errand).values(window="7-25 UTC"))


async def of_another_version(newsroom: Newsroom, errand: int) -> None:
    packed = store.codec.SHEET_VERSION + zlib.compress(b'{"something": "else"}')
    async with newsroom.begin() as tx:
        values = {"sheet": packed, "sheet_hash": sha256(packed).digest()}
        await tx.execute(update(errands).where(errands.c.id == errand).values(**values))


async def another(newsroom: Newsroom, newsletter: Newsletter) -> int:
    """An issue of another newsletter, behind the first one."""
    async with newsroom.begin() as tx:
        second = await store.newsletters.put(tx, replace(newsletter, slug="evening"), now=NOW)
    await enrol(newsroom, second, ["dora@example.org"])
    run = await jobs.press(newsroom, second, jobs.Order.by_hand(now=NOW), now=NOW)
    assert run is not None
    return run.issue_id or 0


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (sent_from(address="news@"), "'news@' is not an email address"),
        (sent_from(reply_to="a b@example.org"), "'a b@example.org' is not an email address"),
        (sent_from(return_path="x"), "'x' is not an email address"),
        (an_odd_window, "'7-25 UTC' is not understood"),
        (of_another_version, "damaged or from another version"),
    ],
    ids=["from", "reply_to", "return_path", "window", "version"],
)
async def test_it_is_paused_with_the_reason_and_the_others_leave(
    tmp_path: Path, database_url: str, spoil: Spoil, why: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        first = await pressed(newsroom, 3)
        async with newsroom.reading() as tx:
            (newsletter,) = await store.newsletters.every(tx)
        second = await another(newsroom, newsletter)
        await spoil(newsroom, first)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, first)
        assert (errand.state, balance.pending) == (ErrandState.PAUSED, 3)
        assert errand.reason.startswith("its letters cannot be made: ")
        assert why in errand.reason
        assert (await accounts(newsroom, second))[0].state is ErrandState.DONE
