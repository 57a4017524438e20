"""Refusals at the beginning of a send: where all are denied, it is about us, and the others shall not fail."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from digest import jobs
from digest.errors import RelayDown
from digest.model import ErrandState
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay

# Postfix to whoever has not logged in, where `submission` stands in its master.cf as it is delivered.
STRANGER = "554 5.7.1 Recipient address rejected: Access denied"
READERS, LANES = 60, 3


async def test_a_relay_that_takes_nobodys_letter_pauses_the_issue_and_a_person_goes_on(
    tmp_path: Path, database_url: str
) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=LANES)) as newsroom,
    ):
        sink.on("RCPT", STRANGER)
        issue = await pressed(newsroom, READERS)
        await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert errand.reason.startswith("all of the first 5 letters were refused, so it is about us: 554 5.7.1")
        assert 5 <= balance.failed < 5 + LANES, "what was under way on the other lanes is finished"
        sink.rules.clear()
        assert await jobs.steering.resume(newsroom, issue, now=NOW)
        assert await jobs.steering.retry_failed(newsroom, issue, now=NOW) == balance.failed
        await carry(newsroom, NOW + timedelta(minutes=1))
        assert (await accounts(newsroom, issue))[1].sent == READERS


async def test_refusals_alone_pause_nothing_where_somebody_has_the_letter(tmp_path: Path) -> None:
    """Of readers who are tried again last, all may be refused: they were late for that."""
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=1)) as newsroom:
        sink.on("RCPT", STRANGER, when="@d1.")
        issue = await pressed(newsroom, 7 * 11)
        with suppress(RelayDown):
            await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.sent, balance.failed) == (ErrandState.DONE, 66, 11)
