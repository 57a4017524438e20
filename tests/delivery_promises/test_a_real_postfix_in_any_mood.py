"""A real Postfix that offers little, forbids much or counts everything gets each letter once, and blames nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest import jobs
from digest.errors import RelayDown
from digest.model import Balance, DeliveryState, ErrandState
from digest.newsroom import Newsroom
from tests.delivery_promises.sending import balance_of, copies_of, errand_of, queued, rows_of
from tests.mail_programs import postfix
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.smtp_sink import Sink
from tests.torture.scene import relay

READERS = 30
UNKNOWN = ("reader3@d3.example.org", "reader11@d4.example.org", "reader24@d3.example.org", "reader25@d4.example.org")
COUNTED = "anvil_rate_time_unit = 1s\nsmtpd_client_event_limit_exceptions =\n"  # on loopback too
MOODS: Mapping[str, str] = {
    "offers no pipelining": "smtpd_discard_ehlo_keywords = pipelining",
    "offers nothing": "smtpd_discard_ehlo_keywords = pipelining, 8bitmime, size, dsn, smtputf8, enhancedstatuscodes,"
    " vrfy, chunking, etrn\nsmtputf8_enable = no",
    "is strict": "strict_rfc821_envelopes = yes\nstrict_8bitmime = yes\nstrict_7bit_headers = yes\n"
    "strict_8bitmime_body = yes\nstrict_mime_encoding_domain = yes\nsmtpd_helo_required = yes\n"
    "smtpd_helo_restrictions = reject_invalid_helo_hostname\n"
    "smtpd_sender_restrictions = reject_unauth_pipelining, reject_non_fqdn_sender\n"
    "smtpd_data_restrictions = reject_unauth_pipelining\nsmtpd_end_of_data_restrictions = reject_unauth_pipelining",
    "is impatient": "smtpd_timeout = 1s",
    "takes few connections": f"smtpd_client_connection_count_limit = 2\n{COUNTED}",
    "takes few calls": f"smtpd_client_connection_rate_limit = 3\n{COUNTED}",
    "takes short lines": "line_length_limit = 512",
}
COUNTING = {
    "letters": f"smtpd_client_message_rate_limit = 12\n{COUNTED}",
    "recipients": f"smtpd_client_recipient_rate_limit = 12\n{COUNTED}",
}


def utc_now() -> datetime:
    return datetime.now(UTC)


async def carried(newsroom: Newsroom, errand: int, sink: Sink) -> Balance:
    """Dispatch until nothing is due, and wait until Postfix has passed everything on."""
    while await jobs.dispatch(newsroom, clock=utc_now, stop=asyncio.Event()):
        pass
    balance = await balance_of(newsroom, errand)
    async with asyncio.timeout(20):
        while len(sink.accepted) < balance.sent:  # noqa: ASYNC110 - Postfix has no event for it
            await asyncio.sleep(0.02)
    return balance


@pytest.mark.parametrize("mood", MOODS)
async def test_one_that_offers_little_or_forbids_much_gets_each_letter_once(tmp_path: Path, mood: str) -> None:
    async with serve_sink() as sink:
        with postfix(sink.port, settings=MOODS[mood]) as port:
            async with a_newsroom(tmp_path, relay=relay(port, connections=5)) as newsroom:
                errand = await queued(newsroom, readers=READERS, now=utc_now())
                balance = await carried(newsroom, errand, sink)
                tries = {attempts for _, attempts, _ in await rows_of(newsroom, errand)}
    assert (balance.sent, tries) == (READERS, {1})
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS


@pytest.mark.parametrize("counted", COUNTING)
async def test_one_that_counts_what_we_send_is_given_a_rest_and_no_reader_waits_for_hours(
    tmp_path: Path, counted: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with serve_sink() as sink:
        with postfix(sink.port, settings=COUNTING[counted]) as port:
            async with a_newsroom(tmp_path, relay=relay(port, connections=5)) as newsroom:
                errand = await queued(newsroom, readers=READERS, now=utc_now())
                balance = await carried(newsroom, errand, sink)
                tries = {attempts for _, attempts, _ in await rows_of(newsroom, errand)}
    assert (balance.sent, balance.deferred, tries) == (READERS, 0, {1}), "it is our trouble, and no try of a reader's"
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS
    assert [line for line in caplog.messages if "wants letters more slowly (set its rate" in line]


async def test_one_that_soon_has_enough_of_errors_loses_no_other_reader(tmp_path: Path) -> None:
    refused = ", ".join(f"{{{address}=550 5.1.1 unknown}}" for address in UNKNOWN)
    settings = (
        f"smtpd_hard_error_limit = 2\nsmtpd_recipient_restrictions = check_recipient_access inline:{{{refused}}}\n"
    )
    async with serve_sink() as sink:
        with postfix(sink.port, settings=settings) as port:
            async with a_newsroom(tmp_path, relay=relay(port, connections=3)) as newsroom:
                errand = await queued(newsroom, readers=READERS, now=utc_now())
                balance = await carried(newsroom, errand, sink)
    assert (balance.sent, balance.failed) == (READERS - len(UNKNOWN), len(UNKNOWN))
    assert not set(UNKNOWN) & set(copies_of(sink))


async def test_one_that_takes_only_small_letters_pauses_the_issue(tmp_path: Path) -> None:
    async with serve_sink() as sink:
        with postfix(sink.port, settings="message_size_limit = 3000") as port:
            async with a_newsroom(tmp_path, relay=relay(port)) as newsroom:
                errand = await queued(newsroom, readers=READERS, now=utc_now())
                balance, found = await carried(newsroom, errand, sink), await errand_of(newsroom, errand)
                states = {state for state, _, _ in await rows_of(newsroom, errand)}
    assert (balance.pending, states, sink.accepted) == (READERS, {DeliveryState.QUEUED}, [])
    assert found.state is ErrandState.PAUSED
    assert found.reason.startswith("552 5.3.4 the letter has ")


async def test_a_relay_that_goes_on_asking_for_less_is_left_alone_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.deliver.pace.MOST_RESTS", 2)
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port)) as newsroom:
        sink.on("MAIL", "450 4.7.1 Error: too much mail from 127.0.0.1")
        errand = await queued(newsroom, readers=READERS, now=utc_now())
        with pytest.raises(RelayDown, match="too much mail") as told:
            await carried(newsroom, errand, sink)
        assert (await balance_of(newsroom, errand)).pending == READERS
    assert told.value.wait is not None
    assert 20 < told.value.wait <= 30, "it says when asking again makes sense"


async def test_a_milter_that_is_away_is_waited_for_and_no_rate_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("digest.deliver.pace.MOST_RESTS", 1)
    async with serve_sink() as sink:
        with postfix(sink.port, settings="smtpd_milters = inet:127.0.0.1:9\nmilter_default_action = tempfail") as port:
            async with a_newsroom(tmp_path, relay=relay(port, connections=2)) as newsroom:
                errand = await queued(newsroom, readers=READERS, now=utc_now())
                with pytest.raises(RelayDown, match="Service unavailable"):
                    await carried(newsroom, errand, sink)
                assert (await balance_of(newsroom, errand)).pending == READERS
    assert [line for line in caplog.messages if "puts us off, and is asked again soon: 451 4.7.1 Service" in line]
    assert not [line for line in caplog.messages if "rate" in line]
