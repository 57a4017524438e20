"""R-06: what a server's answer means for the ledger, over Postfix's smtp-sink and a sink of our own.

| answer                        | what becomes of the letter                                    |
|-------------------------------|---------------------------------------------------------------|
| 421, 4xx before RCPT          | given back, uncounted: it is about us                         |
| 421, 4xx from RCPT on         | deferred, with a pause                                        |
| 5xx to RCPT                   | refused: this reader and no other                             |
| 5xx to MAIL, DATA or the dot, | the issue is paused with the reason; nobody is held to blame  |
| 5.7.x, 530, 535               |                                                               |
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from digest.errors import RelayDown
from digest.model import DeliveryState, ErrandState
from tests.delivery_promises.sending import balance_of, carry, errand_of, queued, rows_of
from tests.newsrooms import a_newsroom
from tests.smtp_servers import postfix_sink, serve_sink
from tests.torture.scene import relay as relay_toml

BACK, DEFERRED, REFUSED, PAUSED = "back", "deferred", "refused", "paused"
READERS = 4


@pytest.mark.parametrize(
    ("options", "becomes"),
    [
        (("-Q", "CONNECT"), BACK),
        (("-Q", "EHLO"), BACK),
        (("-Q", "MAIL"), BACK),
        (("-Q", "RCPT"), DEFERRED),
        (("-Q", "DATA"), DEFERRED),
        (("-Q", "."), DEFERRED),
        (("-r", "MAIL"), BACK),
        (("-r", "RCPT"), DEFERRED),
        (("-r", "RCPT", "-b", "450 4.2.1 mailbox busy"), DEFERRED),
        (("-r", "RCPT", "-b", "451 4.7.1 greylisted"), DEFERRED),
        (("-r", "RCPT", "-b", "452 4.5.3 too many recipients"), DEFERRED),
        (("-r", "DATA"), DEFERRED),
        (("-r", "."), DEFERRED),
        (("-f", "RCPT", "-B", "550 5.1.1 nobody"), REFUSED),
        (("-f", "RCPT", "-B", "552 5.2.2 mailbox full"), REFUSED),
        (("-f", "RCPT", "-B", "550 5.7.1 listed"), PAUSED),
        (("-f", "RCPT", "-B", "550 5.7.26 unauthenticated sender"), PAUSED),
        (("-f", "RCPT", "-B", "550 5.7.515 access denied, sending domain"), PAUSED),
        (("-f", "RCPT", "-B", "530 5.7.0 authentication required"), PAUSED),
        (("-f", "MAIL", "-B", "535 5.7.8 credentials"), PAUSED),
        (("-f", "MAIL"), PAUSED),
        (("-f", "DATA"), PAUSED),
        (("-f", "."), PAUSED),
        (("-f", "RCPT", "-B", "550 5.1.1 nobody", "-p"), REFUSED),
        (("-r", "RCPT", "-p"), DEFERRED),
        (("-f", ".", "-p"), PAUSED),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
async def test_an_answer_becomes_a_state(tmp_path: Path, options: tuple[str, ...], becomes: str) -> None:
    more = '[send]\nmost_refused = "100%"\n'
    async with postfix_sink(*options) as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port), more=more) as newsroom:
        errand = await queued(newsroom, readers=READERS)
        with suppress(RelayDown):
            await carry(newsroom)
        balance, found = await balance_of(newsroom, errand), await errand_of(newsroom, errand)
        rows = await rows_of(newsroom, errand)
        expected = {BACK: "pending", PAUSED: "pending", DEFERRED: "deferred", REFUSED: "failed"}[becomes]
        assert getattr(balance, expected) == READERS, (balance, rows)
        assert balance.adds_up
        assert (found.state is ErrandState.PAUSED, bool(found.reason)) == (becomes == PAUSED,) * 2
        assert {attempts for _, attempts, _ in rows} == {0 if expected == "pending" else 1}
        if becomes in (DEFERRED, REFUSED):
            assert all(text for _, _, text in rows), "the words are kept"


async def test_one_readers_refusal_is_nobody_elses(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port, connections=1)) as newsroom:
        sink.on("RCPT", "550 5.1.1 no such user", when="reader2@")
        sink.on("RCPT", "421 4.3.2 not now", when="reader5@", times=1)
        sink.on("RCPT", "452 4.5.3 too many recipients", when="reader7@", times=1)
        errand = await queued(newsroom, readers=40)
        await carry(newsroom)
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.failed, balance.deferred) == (37, 1, 2)
        states = [state for state, _, _ in await rows_of(newsroom, errand)]
        assert states.count(DeliveryState.REFUSED) == 1
    assert len({letter.recipient for letter in sink.accepted}) == len(sink.accepted) == 37
