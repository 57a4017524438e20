"""Trying again whoever failed: those who may be written to, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import subscribers
from digest import jobs
from tests.jobs.sends import FULL, accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.relays import SENT, ScriptedRelay


async def test_who_failed_and_was_suppressed_since_is_left_as_it_is_until_restored(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as opened:
        broken = ScriptedRelay(lambda letter: FULL if "reader1" in letter.envelope_to else SENT)
        issue = await pressed(replace(opened, relays=(broken,)), 12)
        await carry(replace(opened, relays=(broken,)))
        newsroom = replace(opened, relays=(ScriptedRelay(),))
        async with newsroom.begin() as tx:
            gone = await subscribers.find(tx, "reader1@d1.example.org")
            assert gone is not None
            await subscribers.hard_bounce(tx, gone.id, keys=newsroom.keys, now=NOW, words="no such user")
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == 2
        await carry(newsroom)
        _, balance = await accounts(newsroom, issue)
        assert (balance.sent, balance.failed, balance.suppressed) == (11, 1, 0)
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == 0
        async with newsroom.begin() as tx:
            await subscribers.restore(tx, "reader1@d1.example.org", keys=newsroom.keys, now=NOW, how="a person")
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == 1
