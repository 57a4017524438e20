"""R-21: whoever leaves or is suppressed while an issue is being sent is not written to, however late they do it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import subscribers
from digest import jobs
from digest.model import DeliveryState
from digest.newsroom import Newsroom
from digest.sending import carrying
from tests.delivery_promises.sending import at, balance_of, copies_of, errand_of, queued, rows_of
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.sites import a_site
from tests.smtp_servers import Sink, serve_sink
from tests.torture.scene import relay

READERS = 30


async def go(newsroom: Newsroom, errand: int, *, leave: str, suppress: str) -> None:
    """One reader clicks, another one's provider complains."""
    newsletter = (await errand_of(newsroom, errand)).newsletter_id
    async with newsroom.begin() as tx:
        person = await subscribers.find(tx, leave)
        assert person is not None
        await subscribers.leave(tx, person_id=person.id, newsletter_id=newsletter, why="clicked", now=NOW)
        await subscribers.suppress(tx, suppress, reason="complaint", keys=newsroom.keys, now=NOW)


def at_letter(number: int, sink: Sink, newsroom: Newsroom, errand: int, *leavers: str) -> None:
    """Let them go while the sink has the end of that letter, and no answer was given."""

    async def answer() -> None:
        if len(sink.accepted) == number:
            await go(newsroom, errand, leave=leavers[0], suppress=leavers[1])

    sink.on(".", answer)


async def test_those_whose_letters_were_not_yet_claimed(tmp_path: Path, database_url: str) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=1)) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS, domains=1)
        last, but_one = (f"reader{READERS - n}@d0.example.org" for n in (1, 2))
        at_letter(3, sink, newsroom, errand, last, but_one)
        await jobs.dispatch(newsroom, clock=at(), stop=asyncio.Event())
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.excluded, balance.suppressed) == (READERS - 2, 1, 1)
        assert (balance.adds_up, balance.finished) == (True, True)
    assert not {last, but_one} & copies_of(sink).keys()


@pytest.mark.usefixtures("manner")
async def test_those_whose_letters_wait_behind_a_slow_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claimed before they left, and not yet begun: where a relay takes its time, each reader is asked for again."""
    monkeypatch.setattr(carrying, "LONG_AGO", 0.0)
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=1)) as newsroom:
        errand = await queued(newsroom, readers=4, domains=1)
        at_letter(1, sink, newsroom, errand, "reader2@d0.example.org", "reader3@d0.example.org")
        await jobs.dispatch(newsroom, clock=at(), stop=asyncio.Event())
        states = [state for state, _, _ in await rows_of(newsroom, errand)]
        assert states[2:] == [DeliveryState.EXCLUDED, DeliveryState.SUPPRESSED]
        assert (await balance_of(newsroom, errand)).finished
    assert copies_of(sink).keys() == {"reader0@d0.example.org", "reader1@d0.example.org"}


def test_a_letter_waits_no_longer_than_moments_before_its_reader_is_asked_for_again() -> None:
    assert carrying.LONG_AGO <= 10.0


async def test_who_asked_for_a_link_gets_it_however_slow_the_relay_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is subscribed yet who has to confirm: they are asked for again as those whom a small mail answers."""
    monkeypatch.setattr(carrying, "LONG_AGO", 0.0)
    async with a_site(tmp_path) as site:
        await site.sign_up("dora@example.org")
        assert [mail["To"] for mail in await site.mails()] == ["dora@example.org"]
