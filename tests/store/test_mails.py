"""Small mails that wait to be written, on both databases: each is written once, and forgotten with its reader."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from digest import store
from digest.model import ErrandKind, ErrandState, MailKind, Sheet, SmallMail
from tests.makers import NOW, a_sender, an_errand

MAIL = SmallMail(
    id=7, kind=MailKind.ADDRESS, newsletters=(1, 2), person_id=5, made=NOW, subject_id=3, address="n@example.org"
)
SHEET = Sheet(
    issue_id=7,
    subject="Hello",
    html=(),
    text=(),
    sender=a_sender(),
    language="en",
    newsletter_slug="morning",
    newsletter_title="Morning",
    made=NOW,
    kind="confirm",
    subject_id=3,
)


async def an_errand_to(tx: AsyncConnection, errand_id: int, person_id: int, state: ErrandState) -> None:
    errand = an_errand(id=errand_id, kind=ErrandKind.MAIL, state=ErrandState.FREEZING)
    await store.freezing.open_errand(tx, errand, SHEET)
    to = store.Addressee(recipient_id=person_id, address_key=bytes(16), domain="example.org")
    await store.freezing.freeze_page(tx, errand_id, [to], upto=person_id)
    await store.freezing.thaw(tx, errand_id)
    if state is ErrandState.PAUSED:
        await store.steering.pause(tx, errand_id, reason="the relay refused us")
    if state is ErrandState.CANCELLED:
        await store.steering.cancel(tx, errand_id, reason="no", now=NOW)


async def test_a_mail_is_read_as_it_was_put_the_oldest_first(tx: AsyncConnection) -> None:
    await store.mails.put(tx, replace(MAIL, id=9, kind=MailKind.CONFIRM))
    await store.mails.put(tx, MAIL)
    assert await store.mails.waiting(tx, now=NOW) == [7, 9]
    assert await store.mails.waiting(tx, now=NOW, limit=1) == [7]
    assert await store.mails.find(tx, 7) == MAIL
    assert await store.mails.unsent(tx) == 2


async def test_of_many_that_write_a_mail_one_may_send_it(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        await store.mails.put(tx, MAIL)

    async def drop() -> bool:
        async with store.writing(engine) as tx:
            return await store.mails.drop(tx, MAIL.id)

    assert sorted(await asyncio.gather(*(drop() for _ in range(5)))) == [False] * 4 + [True]


async def test_nothing_is_left_of_mails_to_somebody_forgotten(tx: AsyncConnection) -> None:
    await store.mails.put(tx, MAIL)
    await store.mails.put(tx, replace(MAIL, id=8, person_id=6))
    await an_errand_to(tx, 20, 5, ErrandState.OPEN)
    await an_errand_to(tx, 21, 6, ErrandState.OPEN)
    await store.mails.forget(tx, 5)
    assert await store.mails.waiting(tx, now=NOW) == [8]
    assert [one.id for one in await store.errands.unfinished(tx)] == [21]
    assert (await store.ledger.balance(tx, 20)).candidates == 0


async def test_what_is_over_is_thrown_out_and_what_was_paused_goes_on(tx: AsyncConnection) -> None:
    await an_errand_to(tx, 20, 5, ErrandState.CANCELLED)
    await an_errand_to(tx, 21, 6, ErrandState.PAUSED)
    later = NOW + timedelta(days=1)
    assert await store.mails.resume_all(tx, before=later, now=later) == 1
    assert await store.mails.prune(tx, before=later) == 1
    (left,) = await store.errands.unfinished(tx)
    assert (left.id, left.state, left.active) == (21, ErrandState.OPEN, later)
