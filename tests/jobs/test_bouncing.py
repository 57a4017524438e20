"""What a server refuses at send time counts as a bounce, once; too many bounces or complaints hold an issue (L-09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

import subscribers
from digest import jobs, store
from digest.model import ErrandState, Letter, ReturnKind, Verdict, VerdictKind
from digest.newsroom import Newsroom
from digest.sending.rates import Fate, against, warns
from digest.settings.sending import SendSettings
from digest.store.tables import returns
from subscribers import Standing
from tests.jobs.sends import FULL, REFUSED, accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.relays import SENT, ScriptedRelay
from tests.returned_mails import a_complaint

OURS = Verdict(kind=VerdictKind.REFUSED, code=550, enhanced="5.7.1", text="5.7.1 content not wanted here")
LATER = Verdict(kind=VerdictKind.DEFERRED, code=452, enhanced="4.2.2", text="4.2.2 over quota")


def answers(letter: Letter) -> Verdict:
    by_reader = {"reader1@": REFUSED, "reader2@": FULL, "reader3@": OURS, "reader4@": LATER}
    return next((verdict for name, verdict in by_reader.items() if letter.envelope_to.startswith(name)), SENT)


async def standings(newsroom: Newsroom, number: int) -> tuple[Standing | None, int]:
    """Of one reader: where they stand, and how many soft bounces are remembered."""
    async with newsroom.reading() as tx:
        found = await subscribers.profile(tx, f"reader{number}@d{number}.example.org", keys=newsroom.keys)
    (membership,) = found.memberships
    return membership.standing, found.soft_bounces.count if found.soft_bounces else 0


async def test_a_refusal_at_send_time_is_a_bounce(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(answers),))
        issue = await pressed(newsroom, 6)
        await carry(newsroom)
        assert await standings(newsroom, 1) == (Standing.SUPPRESSED, 0), "no such user: for good"
        assert await standings(newsroom, 2) == (Standing.ACTIVE, 1), "a full mailbox is remembered"
        assert await standings(newsroom, 3) == (Standing.ACTIVE, 0), "a matter of policy is held against nobody"
        assert await standings(newsroom, 4) == (Standing.ACTIVE, 0), "not before it is given up"
        for hours in range(1, 60):
            await carry(newsroom, NOW + timedelta(hours=hours))
        assert (await accounts(newsroom, issue))[0].state is ErrandState.DONE
        assert await standings(newsroom, 4) == (Standing.ACTIVE, 1)


async def test_what_a_crash_left_untold_is_told_before_the_issue_is_closed(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(answers),))
        issue = await pressed(newsroom, 6)
        await carry(newsroom)
        async with newsroom.begin() as tx:  # as if the process had died between the ledger and the list
            await tx.execute(delete(returns))
            person = await subscribers.find(tx, "reader1@d1.example.org")
            assert person is not None
            await subscribers.restore(tx, person.address, keys=newsroom.keys, now=NOW, how="test")
        calm = replace(opened, relays=(ScriptedRelay(),))
        await carry(calm, NOW + timedelta(hours=2))
        assert (await accounts(newsroom, issue))[0].state is ErrandState.DONE
        assert await standings(newsroom, 1) == (Standing.SUPPRESSED, 0)
        async with newsroom.reading() as tx:
            kinds = sorted(one.kind for one in await store.returns.newest(tx))
        assert kinds == [ReturnKind.HARD, ReturnKind.POLICY, ReturnKind.SOFT]


async def test_letters_that_were_given_up_for_lateness_are_no_bounces(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(answers),))
        await pressed(newsroom, 6, finish_by=timedelta(hours=1))
        await carry(newsroom)
        await carry(newsroom, NOW + timedelta(hours=3))
        assert await standings(newsroom, 4) == (Standing.ACTIVE, 0)


async def test_complaints_hold_an_issue_until_a_person_lets_it_go_on(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        waiting = ScriptedRelay(lambda letter: LATER if letter.envelope_to.endswith("d1.example.org") else SENT)
        newsroom = replace(opened, relays=(waiting,))
        issue = await pressed(newsroom, 260)
        await carry(newsroom)
        _, before = await accounts(newsroom, issue)
        assert await jobs.steering.pause(newsroom, issue, reason="a word in the lead")
        assert await jobs.steering.resume(newsroom, issue, now=NOW), "that overrules nothing that comes later"
        async with newsroom.reading() as tx:
            readers = await subscribers.recipients(tx, (await store.newsletters.get(tx, "morning")).id, limit=20)
        for reader in readers[:2]:
            mark = newsroom.links.message_id(issue, reader.id, "example.org")
            await jobs.take_back(newsroom, a_complaint(message_id=mark), now=NOW)
        calm, later = replace(opened, relays=(ScriptedRelay(),)), NOW + timedelta(hours=2)
        await carry(calm, later)
        errand, balance = await accounts(calm, issue)
        assert (errand.state, balance.sent) == (ErrandState.PAUSED, before.sent)
        assert f"2 of {before.sent} letters were complained about, more than 0.3%" in errand.reason
        assert await jobs.steering.resume(calm, issue, now=later)
        await carry(calm, later)
        errand, balance = await accounts(calm, issue)
        assert (errand.state, balance.adds_up) == (ErrandState.DONE, True)
        assert balance.sent + balance.suppressed == 260


async def test_too_many_refusals_hold_an_issue_once_and_no_more_when_a_person_lets_it_go_on(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as opened:
        full = ScriptedRelay(lambda letter: FULL if "5@" in letter.envelope_to else SENT)
        newsroom = replace(opened, relays=(full,))
        issue = await pressed(newsroom, 700)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, "letters were refused, more than 5.0%" in errand.reason) == (ErrandState.PAUSED, True)
        assert balance.pending > 300
        assert await jobs.steering.resume(newsroom, issue, now=NOW)
        await carry(newsroom, NOW + timedelta(minutes=1))
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.sent, balance.failed) == (ErrandState.DONE, 630, 70)


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        (Fate(answered=1000, complaints=3), ""),
        (Fate(answered=1000, complaints=4), "complained about, more than 0.3%"),
        (Fate(answered=1000, bounced=50), ""),
        (Fate(answered=1000, bounced=51), "bounced, more than 5.0%"),
        (Fate(answered=1000, refused=51), "refused, more than 5.0%"),
    ],
)
def test_the_thresholds_are_googles_and_the_fields(fate: Fate, words: str) -> None:
    said = against(fate, SendSettings())
    assert words in said
    assert bool(said) is bool(words)


def test_a_person_is_told_before_sending_is_paused() -> None:
    share = SendSettings().warn_complaints
    assert not warns(Fate(answered=1000, complaints=1), share)
    assert warns(Fate(answered=1000, complaints=2), share)
