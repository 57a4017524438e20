"""Taking back: what is proven is acted upon once, what anybody could have written is only listed."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import subscribers
from digest import jobs, store
from digest.jobs.returns import KEPT_UNPROVEN, prove
from digest.model import Copy, Effect, Newsletter, Rate, Return, ReturnKind, Taken
from digest.newsroom import Newsroom
from subscribers import Standing
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish
from tests.returned_mails import MAILBOX, a_bounce, a_complaint, return_path

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A newsroom that sent an issue, and one of its readers."""

    newsroom: Newsroom
    newsletter: Newsletter
    issue_id: int
    readers: tuple[subscribers.Recipient, ...]

    @property
    def reader(self) -> subscribers.Recipient:
        return self.readers[0]

    @property
    def path(self) -> str:
        return return_path(self.newsroom, self.issue_id, self.reader.id)

    @property
    def message_id(self) -> str:
        return self.newsroom.links.message_id(self.issue_id, self.reader.id, "example.org")

    async def take(self, raw: bytes, *to: str, now: datetime = NOW) -> list[Effect | None]:
        return [effect for _, effect in await jobs.take_back(self.newsroom, raw, to=to, now=now)]

    async def standing(self, person_id: int = 0) -> Standing | None:
        async with self.newsroom.reading() as tx:
            return await subscribers.standing_of(tx, self.newsletter.id, person_id or self.reader.id)

    async def active(self) -> int:
        async with self.newsroom.reading() as tx:
            return await subscribers.count(tx, self.newsletter.id)

    async def listed(self, *, unproven: bool = False) -> list[Taken]:
        async with self.newsroom.reading() as tx:
            return await store.returns.newest(tx, unproven=unproven, limit=100_000)

    async def profile(self) -> subscribers.Profile:
        async with self.newsroom.reading() as tx:
            return await subscribers.profile(tx, self.reader.address, keys=self.newsroom.keys)


@pytest.fixture
async def sent(tmp_path: Path, database_url: str) -> AsyncIterator[Sent]:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=5)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        assert run.issue_id is not None
        while await jobs.dispatch(newsroom, clock=lambda: NOW, stop=asyncio.Event()):
            pass
        async with newsroom.reading() as tx:
            readers = await subscribers.recipients(tx, newsletter.id)
        yield Sent(newsroom, newsletter, run.issue_id, tuple(readers))


async def test_a_hard_bounce_to_a_return_path_of_ours_suppresses_the_reader_and_nobody_else(sent: Sent) -> None:
    assert await sent.take(a_bounce(to=sent.path)) == [Effect.SUPPRESSED]
    assert await sent.standing() is Standing.SUPPRESSED
    assert await sent.active() == 4
    (row,) = await sent.listed()
    assert (row.errand_id, row.person_id, row.proven) == (sent.issue_id, sent.reader.id, True)
    assert row.domain == sent.reader.address.rpartition("@")[2], "the domain we wrote to, not the one it ended at"
    assert row.address == "", "a reader's address stands in one place"


@pytest.mark.parametrize("where", ["envelope", "upper case", "message-id", "original"])
async def test_the_copy_is_known_by_any_mark_that_is_ours(sent: Sent, where: str) -> None:
    mails = {
        "envelope": (a_bounce(), sent.path),
        "upper case": (a_bounce(to=sent.path.upper()),),
        "message-id": (a_bounce(message_id=sent.message_id),),
        "original": (a_bounce(words=f"550 5.1.1 unknown\nX-Postfix-Sender: rfc822; {sent.path}"),),
    }
    raw, *to = mails[where]
    assert await sent.take(raw, *to) == [Effect.SUPPRESSED]


async def test_the_same_mail_twice_counts_once(sent: Sent) -> None:
    raw = a_bounce(to=sent.path, status="5.2.2", words="552 full")
    assert await sent.take(raw) == [Effect.REMEMBERED]
    assert await sent.take(raw, now=NOW + DAY) == [None]
    assert await sent.take(raw, sent.path, now=NOW + 20 * DAY) == [None]
    soft = (await sent.profile()).soft_bounces
    assert soft is not None
    assert soft.count == 1


async def test_the_same_mail_by_two_roads_at_once_counts_once(sent: Sent) -> None:
    raw = a_bounce(to=sent.path)
    both = await asyncio.gather(*(sent.take(raw) for _ in range(4)))
    assert sorted(str(effect) for (effect,) in both) == ["None", "None", "None", "suppressed"]


async def test_one_copy_bounces_once_whoever_reports_it(sent: Sent) -> None:
    full = {"to": sent.path, "status": "5.2.2", "words": "552 full"}
    async with sent.newsroom.begin() as tx:
        copy = Copy(errand_id=sent.issue_id, person_id=sent.reader.id)
        effect = await jobs.refused(tx, sent.newsroom, copy, code=552, enhanced="5.2.2", text="552 5.2.2 full", now=NOW)
    assert effect is Effect.REMEMBERED
    assert await sent.take(a_bounce(**full)) == [Effect.NOTED]
    assert await sent.take(a_bounce(**full, salt=2)) == [Effect.NOTED]
    assert await sent.take(a_bounce(to=sent.path)) == [Effect.SUPPRESSED], "but a harder word is heard"


async def test_a_bounce_that_comes_again_does_not_undo_what_a_person_restored(sent: Sent) -> None:
    await sent.take(a_bounce(to=sent.path))
    async with sent.newsroom.begin() as tx:
        await subscribers.restore(tx, sent.reader.address, keys=sent.newsroom.keys, now=NOW, how="command")
    assert await sent.take(a_bounce(to=sent.path, salt="the same by another road")) == [Effect.NOTED]
    assert await sent.standing() is Standing.ACTIVE


@pytest.mark.parametrize(
    ("mail", "kind"),
    [
        ({"action": "delayed", "status": "4.4.1", "words": "450 later"}, ReturnKind.DELAYED),
        ({"status": "5.7.1", "words": "550 5.7.1 blocked as spam"}, ReturnKind.POLICY),
        ({"status": "5.7.26", "words": "550 5.7.26 unauthenticated"}, ReturnKind.POLICY),
    ],
)
async def test_delays_and_matters_of_policy_are_noted_and_never_held_against_the_reader(
    sent: Sent, mail: dict[str, str], kind: ReturnKind
) -> None:
    for day in range(30):
        assert await sent.take(a_bounce(to=sent.path, salt=day, **mail), now=NOW + day * DAY) == [Effect.NOTED]
    assert await sent.standing() is Standing.ACTIVE
    assert (await sent.profile()).soft_bounces is None
    assert {row.kind for row in await sent.listed()} == {kind}


async def test_an_out_of_office_reply_changes_nothing(sent: Sent) -> None:
    raw = f"From: {sent.reader.address}\nTo: {sent.path}\nAuto-Submitted: auto-replied\nSubject: Away\n\nUser unknown\n"
    assert await sent.take(raw.encode()) == [Effect.NOTED]
    assert await sent.standing() is Standing.ACTIVE


async def test_three_issues_that_bounce_softly_over_two_weeks_suppress(sent: Sent) -> None:
    for issue, day in ((1, 0), (2, 7), (3, 14)):
        path = return_path(sent.newsroom, issue, sent.reader.id)
        raw = a_bounce(to=path, status="5.2.2", words="552 5.2.2 mailbox full")
        assert await sent.take(raw, now=NOW + day * DAY) == [Effect.REMEMBERED]
    assert await sent.standing() is Standing.SUPPRESSED


async def test_a_complaint_proven_by_the_message_id_leaves_and_suppresses(sent: Sent) -> None:
    assert await sent.take(a_complaint(message_id=sent.message_id)) == [Effect.SUPPRESSED]
    profile = await sent.profile()
    assert profile.suppression is not None
    assert profile.suppression.reason == "complaint"


async def test_a_report_that_it_is_no_spam_changes_nothing(sent: Sent) -> None:
    assert await sent.take(a_complaint(message_id=sent.message_id, kind="not-spam")) == [Effect.NOTED]
    assert await sent.standing() is Standing.ACTIVE


async def test_a_mail_to_the_address_for_leaving_leaves_whatever_stands_in_it(sent: Sent) -> None:
    links, newsletter = sent.newsroom.links, sent.newsletter.id
    address = links.leave_address(MAILBOX, newsletter_id=newsletter, person_id=sent.reader.id)
    raw = f"From: x@example.net\nTo: {address}\nSubject: unsubscribe\n\n".encode()
    assert await sent.take(raw) == [Effect.LEFT]
    assert await sent.standing() is Standing.LEFT
    assert await sent.take(raw) == [None]
    assert await sent.take(raw + b"again") == [Effect.NOTED]


async def test_the_address_for_leaving_inside_a_bounced_letter_is_nobodys_wish(sent: Sent) -> None:
    links, newsletter = sent.newsroom.links, sent.newsletter.id
    address = links.leave_address(MAILBOX, newsletter_id=newsletter, person_id=sent.reader.id)
    head = f"<x@y.z>\nList-Unsubscribe: <https://news.example.org/leave/x>,\n <mailto:{address}?subject=unsubscribe>"
    raw = a_bounce(to=sent.path, message_id=head, action="delayed", status="4.0.0", words="450 later")
    assert await sent.take(raw) == [Effect.NOTED]
    assert await sent.standing() is Standing.ACTIVE


async def test_ten_thousand_forged_bounces_disable_nobody(sent: Sent) -> None:
    rng, moments = random.Random(1), (NOW + timedelta(milliseconds=n) for n in range(20_000))
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    for number in range(10_000):
        reader = sent.readers[number % 5]
        mark = "".join(rng.choices(alphabet, k=40))
        # Half of them know the head of a real mark: errand and person, all but the proof.
        mark = (
            return_path(sent.newsroom, sent.issue_id, reader.id)[len("bounces+") :][:25] + mark[25:]
            if number % 2
            else mark
        )
        forged = Return(
            kind=ReturnKind.HARD,
            source="dsn",
            address=reader.address,
            event_id=str(number),
            sent_to=(f"bounces+{mark}@news.example.org",),
            marks=(f"{mark}@news.example.org",),
        )
        (one,) = prove([forged], sent.newsroom.links)
        assert not one.proven
        if number % 100 == 0:  # whole mails, too
            raw = a_bounce(to=f"bounces+{mark}@news.example.org", address=reader.address, salt=number)
            assert await sent.take(raw, now=next(moments)) == [Effect.UNPROVEN]
    assert await sent.active() == 5
    assert {row.effect for row in await sent.listed()} == {Effect.UNPROVEN}
    assert len(await sent.listed(unproven=True)) == 100


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


async def test_an_alias_is_as_badly_off_as_the_best_of_its_recipients(sent: Sent) -> None:
    more = b"\nFinal-Recipient: rfc822; other@example.net\nAction: delayed\nStatus: 4.4.1\n"
    head = b"--b\nContent-Type: text/rfc822-headers"
    assert await sent.take(a_bounce(to=sent.path).replace(head, more + head)) == [Effect.NOTED]


async def test_returns_of_a_test_letter_or_of_somebody_forgotten_are_nobodys(sent: Sent) -> None:
    assert await sent.take(a_bounce(to=return_path(sent.newsroom, sent.issue_id, 0))) == [Effect.NOBODY]
    assert await sent.take(a_bounce(to=return_path(sent.newsroom, 9, 9999))) == [Effect.NOBODY]


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


async def test_a_mail_that_kills_its_reader_is_written_down_and_not_read_again(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What travels to the reading process is the function's name; this one ends it.
    monkeypatch.setattr("digest.deliver.returned.read_mail", end_this_process)
    ((found, effect),) = await jobs.take_back(sent.newsroom, b"x", now=NOW)
    assert (found.kind, effect) == (ReturnKind.UNKNOWN, Effect.UNPROVEN)
    assert "took its reader down" in found.text
    assert await sent.take(b"x") == [None]


def end_this_process(*_: object) -> None:
    os._exit(1)
