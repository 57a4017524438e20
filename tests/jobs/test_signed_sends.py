"""Where there are keys every letter of a send is signed, ahead of its turn; what cannot be made holds up nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from digest import store
from digest.deliver.sign import AT_A_TURN, Signers
from digest.deliver.sign.keys import SigningKey, as_pem
from digest.model import Letter
from digest.newsroom import Newsroom
from digest.settings import keep_secret
from digest.store.tables import deliveries
from subscribers.tables import memberships, persons
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.signing import DOMAIN, rsa_key, verdicts
from tests.smtp_sink import Sink, serve_sink

READERS = 90
LATER = NOW + timedelta(hours=2)


def signing(folder: Path) -> str:
    keep_secret(folder / "k.pem", as_pem(rsa_key()))
    return f'[[dkim]]\ndomain = "{DOMAIN}"\nselector = "tide"\nkey_file = "{folder}/k.pem"\n'


def relay(sink: Sink) -> str:
    return f'host = "{sink.host}"\nport = {sink.port}\ntls = "none"\nconnections = 4'


async def test_every_letter_of_a_send_is_signed_also_when_it_is_tried_again(tmp_path: Path, database_url: str) -> None:
    async with serve_sink() as sink:
        sink.on(".", "451 4.3.0 again, please", times=40)
        more = signing(tmp_path)
        async with a_newsroom(tmp_path, database=database_url, relay=relay(sink), more=more) as newsroom:
            issue = await pressed(newsroom, READERS)
            await carry(newsroom)
            _, balance = await accounts(newsroom, issue)
            assert (balance.sent, balance.deferred) == (READERS - 40, 40)
            await carry(newsroom, LATER)
        assert len({letter.recipient for letter in sink.accepted}) == len(sink.accepted) == READERS
        assert all(verdicts(letter.message, rsa_key()) == [True] for letter in sink.accepted)


class Counting(Signers):
    """Signers that remember how many letters each turn had."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        super().__init__(keys)
        self.turns: list[int] = []

    def begin(self, letters: Sequence[Letter], from_domain: str) -> asyncio.Task[list[Letter]]:
        self.turns.append(len(letters))
        return super().begin(letters, from_domain)


async def test_letters_are_signed_in_whole_turns(tmp_path: Path) -> None:
    signers = Counting([rsa_key()])
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink), more=signing(tmp_path)) as newsroom:
        await pressed(newsroom, 4 * READERS)
        await carry(replace(newsroom, signers=signers))
        await signers.end()
    assert sum(signers.turns) == 4 * READERS
    assert signers.turns.count(AT_A_TURN) >= 0.8 * 4 * READERS / AT_A_TURN, signers.turns


async def with_a_reader_whose_letter_cannot_be_made(newsroom: Newsroom) -> None:
    """No link can be made for a negative id; nothing of ours gives one."""
    async with newsroom.begin() as tx:
        someone = (await tx.execute(select(persons).limit(1))).one()
        belongs = (await tx.execute(select(memberships).where(memberships.c.person_id == someone.id))).one()
        odd = {**someone._mapping, "id": -5, "address": "odd@example.org", "canonical": "odd@example.org"}
        await tx.execute(insert(persons).values(odd))
        await tx.execute(insert(memberships).values({**belongs._mapping, "person_id": -5}))
        await tx.execute(update(deliveries).where(deliveries.c.recipient_id == someone.id).values(recipient_id=-5))


async def test_a_letter_that_cannot_be_made_holds_up_nobody(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink), more=signing(tmp_path)) as newsroom:
        issue = await pressed(newsroom, READERS)
        await with_a_reader_whose_letter_cannot_be_made(newsroom)
        await carry(newsroom)
        _, balance = await accounts(newsroom, issue)
        assert (balance.sent, balance.failed, balance.adds_up) == (READERS - 1, 1, True)
        async with newsroom.reading() as tx:
            parked = select(deliveries.c.text).where(deliveries.c.state == store.outbox.PARKED)
            assert "Error" in (await tx.execute(parked)).scalar_one()
        assert all(verdicts(letter.message, rsa_key()) == [True] for letter in sink.accepted)
