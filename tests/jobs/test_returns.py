"""Taking back: what is proven is acted upon once, what anybody could have written is only listed."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from datetime import timedelta

import pytest

import subscribers
from digest import jobs
from digest.errors import Unreachable
from digest.jobs.returns import prove
from digest.model import Copy, Effect, Return, ReturnKind
from subscribers import Standing
from tests.jobs.conftest import Sent
from tests.makers import NOW
from tests.returned_mails import MAILBOX, a_bounce, a_complaint, return_path

DAY = timedelta(days=1)


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


async def test_an_alias_is_as_badly_off_as_the_best_of_its_recipients(sent: Sent) -> None:
    more = b"\nFinal-Recipient: rfc822; other@example.net\nAction: delayed\nStatus: 4.4.1\n"
    head = b"--b\nContent-Type: text/rfc822-headers"
    assert await sent.take(a_bounce(to=sent.path).replace(head, more + head)) == [Effect.NOTED]


async def test_returns_of_a_test_letter_or_of_somebody_forgotten_are_nobodys(sent: Sent) -> None:
    assert await sent.take(a_bounce(to=return_path(sent.newsroom, sent.issue_id, 0))) == [Effect.NOBODY]
    assert await sent.take(a_bounce(to=return_path(sent.newsroom, 9, 9999))) == [Effect.NOBODY]


async def test_a_mail_that_kills_its_reader_is_written_down_and_not_read_again(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What travels to the reading process is the function's name; this one ends it.
    monkeypatch.setattr("digest.deliver.returned.read_mail", end_this_process)
    ((found, effect),) = await jobs.take_back(sent.newsroom, b"x", now=NOW)
    assert (found.kind, effect) == (ReturnKind.UNKNOWN, Effect.UNPROVEN)
    assert "took its reader down" in found.text
    assert await sent.take(b"x") == [None]


async def test_a_mail_that_nobody_could_read_just_now_is_not_blamed_and_comes_again(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/bin/false")  # a reading process that does not come up
        with pytest.raises(Unreachable, match="No reading process could be started"):
            await sent.take(a_bounce(to=sent.path))
    assert await sent.listed() == []
    assert await sent.take(a_bounce(to=sent.path)) == [Effect.SUPPRESSED]


def end_this_process(*_: object) -> None:
    os._exit(1)
