"""What came back, counted: refusals at send time, arrivals, rates, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from digest import jobs, store
from digest.model import Copy, Effect, Rate, Return, ReturnKind
from digest.sending.counting import KEPT_UNPROVEN
from tests.jobs.conftest import Sent
from tests.makers import NOW
from tests.returned_mails import a_bounce, a_complaint, return_path

DAY = timedelta(days=1)


async def test_unproven_returns_are_kept_for_looking_at_but_not_without_end(sent: Sent) -> None:
    async with sent.newsroom.begin() as tx:
        for number in range(30):
            one = Return(kind=ReturnKind.HARD, source="dsn", event_id=str(number), address=f"{number}@example.net")
            moment = NOW + timedelta(seconds=number)
            await store.returns.record(tx, one, person_id=None, domain="example.net", now=moment)
        proven = Return(kind=ReturnKind.HARD, source="dsn", event_id="proven", proven=True)
        await store.returns.record(tx, proven, person_id=1, domain="", now=NOW)
        assert await store.returns.prune_unproven(tx, keep=10) == 20
        assert await store.returns.prune_unproven(tx, keep=10) == 0
        left = await store.returns.newest(tx, unproven=True)
        assert [row.address for row in left] == [f"{number}@example.net" for number in range(29, 19, -1)]
        assert len(await store.returns.newest(tx)) == 11
    assert KEPT_UNPROVEN >= 10_000


@pytest.mark.parametrize(
    ("code", "enhanced", "text", "effect"),
    [
        (550, "5.1.1", "550 5.1.1 no such user", Effect.SUPPRESSED),
        (550, "", "550 No such user here", Effect.SUPPRESSED),
        (552, "5.2.2", "552 5.2.2 full", Effect.REMEMBERED),
        (450, "4.2.1", "450 4.2.1 later, for two days", Effect.REMEMBERED),
        (550, "5.7.13", "550 5.7.13 account disabled", Effect.REMEMBERED),
        (550, "5.7.1", "550 5.7.1 blocked", Effect.NOTED),
    ],
)
async def test_a_refusal_at_send_time_is_a_bounce(
    sent: Sent, code: int, enhanced: str, text: str, effect: Effect
) -> None:
    copy = Copy(errand_id=sent.issue_id, person_id=sent.reader.id)
    for expected in (effect, None):  # settled twice, counted once
        async with sent.newsroom.begin() as tx:
            said = await jobs.refused(tx, sent.newsroom, copy, code=code, enhanced=enhanced, text=text, now=NOW)
        assert said is expected
    (row,) = await sent.listed()
    assert (row.source, row.domain) == ("smtp", sent.reader.address.rpartition("@")[2])


async def test_accepted_letters_end_soft_bounces_when_no_bounce_follows(sent: Sent) -> None:
    raw = a_bounce(to=return_path(sent.newsroom, 1, sent.reader.id), status="5.2.2", words="552 full")
    await sent.take(raw, now=NOW)
    for day in (1, 8):
        async with sent.newsroom.begin() as tx:
            await jobs.note_delivered(tx, sent.issue_id, now=NOW + day * DAY)
    assert (await sent.profile()).soft_bounces is None


async def test_letters_of_another_errand_end_nobodys_soft_bounces(sent: Sent) -> None:
    await sent.take(a_bounce(to=sent.path, status="5.2.2", words="552 full"), now=NOW)
    for day in (1, 8):
        async with sent.newsroom.begin() as tx:
            await jobs.note_delivered(tx, 12345, now=NOW + day * DAY)
    assert (await sent.profile()).soft_bounces is not None


async def test_rates_count_each_copy_once_by_the_domain_it_went_to(sent: Sent) -> None:
    first, second, third = sent.readers[:3]
    for reader, mail in (
        (first, {}),
        (first, {"salt": "again"}),
        (second, {"status": "5.2.2", "words": "552 full"}),
        (third, {"status": "5.7.1", "words": "550 blocked"}),
    ):
        await sent.take(a_bounce(to=return_path(sent.newsroom, sent.issue_id, reader.id), **mail))
    await sent.take(a_bounce(address=third.address, salt="forged"))
    message_id = sent.newsroom.links.message_id(sent.issue_id, third.id, "example.org")
    await sent.take(a_complaint(message_id=message_id))
    async with sent.newsroom.reading() as tx:
        rates = {rate.domain: rate for rate in await store.returns.rates(tx, sent.issue_id)}
    assert sum(rate.sent for rate in rates.values()) == 5
    domains = [reader.address.rpartition("@")[2] for reader in (first, second, third)]
    assert rates[domains[0]] == Rate(domain=domains[0], sent=1, hard=1)
    assert rates[domains[1]] == Rate(domain=domains[1], sent=1, soft=1)
    assert rates[domains[2]] == Rate(domain=domains[2], sent=1, policy=1, complaints=1)


async def test_what_servers_wrote_about_somebody_is_forgotten_with_them(sent: Sent) -> None:
    await sent.take(a_bounce(to=sent.path, words=f"550 5.1.1 <{sent.reader.address}> unknown"))
    async with sent.newsroom.begin() as tx:
        await store.returns.forget(tx, sent.reader.id)
    (row,) = await sent.listed()
    assert (row.text, row.address, row.person_id, row.kind) == ("", "", None, ReturnKind.HARD)


@pytest.mark.parametrize("status", ["5.1.1", "5.2.2", "5.7.1"])
async def test_of_who_was_forgotten_meanwhile_nothing_that_names_them_is_written_down(sent: Sent, status: str) -> None:
    """Their letter was under way: a refusal is settled, or a report arrives, when they are gone."""
    path, words = sent.path, f"<{sent.reader.address}> says no"
    await jobs.forget(sent.newsroom, sent.reader.id, now=NOW)
    copy = Copy(errand_id=sent.issue_id, person_id=sent.reader.id)
    async with sent.newsroom.begin() as tx:
        mine = store.tables.deliveries.c.recipient_id == sent.reader.id
        await tx.execute(update(store.tables.deliveries).where(mine).values(text=words))
        await jobs.refused(tx, sent.newsroom, copy, code=550, enhanced=status, text=words, now=NOW)
    await sent.take(a_bounce(to=path, status=status, words=words), now=NOW)
    rows = await sent.listed()
    assert [(row.source, row.address, row.text) for row in rows] == [("dsn", "", ""), ("smtp", "", "")]
    assert {row.domain for row in rows} == {sent.reader.address.rpartition("@")[2]}
    async with sent.newsroom.reading() as tx:
        assert (await tx.execute(select(store.tables.deliveries.c.text).where(mine))).scalar_one() == ""


async def test_what_comes_back_of_a_test_letter_keeps_its_words(sent: Sent) -> None:
    nobody = return_path(sent.newsroom, sent.issue_id, 0)
    await sent.take(a_bounce(to=nobody, status="5.7.1", words="blocked by us"), now=NOW)
    (row,) = await sent.listed()
    assert "blocked by us" in row.text
