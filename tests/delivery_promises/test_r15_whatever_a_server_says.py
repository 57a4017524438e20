"""R-15 with R-01: a server that says anything at any moment, and a ledger that knows where every letter is."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest import store
from digest.errors import RelayDown
from digest.model import DeliveryState, ErrandState, InDoubtPolicy
from tests.delivery_promises.sending import carry, copies_of, going, is_done
from tests.smtp_servers import HANG_UP, RESET, SILENCE, Farewell, serve_sink
from tests.smtp_sink import Answer
from tests.torture.judge import judge
from tests.torture.scene import Stage, a_stage, relay, utc_now

pytestmark = pytest.mark.usefixtures("manner")

READERS = 60
OFTEN = 0.12  # of all answers are odd
USUAL = {"CONNECT": "220", "EHLO": "250", "MAIL": "250", "RCPT": "250", "DATA": "354", ".": "250", "RSET": "250"}
CODES = (100, 200, 220, 221, 250, 251, 252, 299, 334, 354, 421, 450, 451, 452, 455, 535, 550, 552, 554, 600, 999, 0)
WORDS = ("odd", "2.0.0 odd", "4.7.1 odd", "5.1.1 odd", "5.7.1 odd", "")
LOOKS = 40  # at what is due, seven hours apart; in the second half of them the server is an honest one
PATIENT = '[send]\nmost_refused = "100%"\nstale = "60d"\ngive_up = "60d"\n'


def odd(rng: random.Random, step: str) -> Answer:
    """Something that a server might say instead of what it should."""
    code, usual = f"{rng.choice(CODES):03}", USUAL[step]
    answers: tuple[Answer, ...] = (
        *(f"{code} {rng.choice(WORDS)}" for _ in range(5)),
        *(HANG_UP, RESET, SILENCE, Farewell(f"{usual} and goodbye"), f"{usual} yes\r\n421 4.3.2 going down".encode()),
        f"{usual}-one\r\n{usual}-two\r\n{usual} three",
        f"{usual} yes\r\n{usual} yes",
        f"{usual} yes\n".encode(),
        f"{usual} {'x' * 6000}",
        f"{usual} caf\xe9 \x00\r\n".encode("latin-1"),
        Farewell(f"{usual}-never ended"),
        f"{usual} cut".encode(),
        f"{usual}\r\n".encode(),
        f"\r\n{usual} behind a blank line\r\n".encode(),
        rng.randbytes(20) + b"\r\n",
    )
    return rng.choice(answers)


def whims(rng: random.Random, step: str, honest: asyncio.Event) -> Callable[[], Awaitable[Answer | None]]:
    async def whim() -> Answer | None:
        return None if honest.is_set() or rng.random() > OFTEN else odd(rng, step)

    return whim


async def carry_on(stage: Stage, now: datetime) -> None:
    """What is due at a moment; whatever stops it, somebody lets it go on."""
    with suppress(RelayDown):
        await carry(stage.newsroom, clock=going(now))
    if (await stage.errand()).state is ErrandState.PAUSED:
        async with stage.newsroom.begin() as tx:
            await store.steering.resume(tx, stage.errand_id, now=now)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("policy", [InDoubtPolicy.HOLD, InDoubtPolicy.RESEND])
async def test_whatever_a_server_says_the_ledger_knows_where_every_letter_is(
    tmp_path: Path, database_url: str, policy: InDoubtPolicy, seed: int
) -> None:
    rng, honest, now = random.Random(seed), asyncio.Event(), utc_now()
    async with serve_sink() as sink:
        for step in USUAL:
            sink.on(step, whims(rng, step, honest))
        wire = relay(sink.port, timeouts=(0.5, 0.7))
        async with a_stage(
            tmp_path, database=database_url, relay=wire, readers=READERS, policy=policy, more=PATIENT
        ) as stage:
            for look in range(LOOKS):
                if look > LOOKS / 2:
                    honest.set()
                await carry_on(stage, now + timedelta(hours=7 * look))
                if await is_done(stage):
                    break
            readers = [
                replace(one, apart=one.state is DeliveryState.REFUSED)  # the server said so, with a 5xx of its own
                for one in await stage.readers()
            ]
            verdict = judge(readers, copies_of(sink), await stage.balance(), policy=policy, most_uncertain=READERS)
    assert not verdict.wrong, verdict.wrong
    assert verdict.copies[1] > READERS / 2
