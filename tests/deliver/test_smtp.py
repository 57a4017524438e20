"""What reaches a server, and what comes back as a verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from digest.deliver import open_relay
from digest.errors import RelayDown, Taken
from digest.model import VerdictKind
from tests.deliver.letters import MESSAGE, a_letter, letters_to, relay_to
from tests.smtp_servers import HANG_UP, Fault, serve_real, serve_sink

pytestmark = pytest.mark.usefixtures("manner")


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A port that nobody listens on."""

    host: str = "127.0.0.1"
    port: int = 1


SENT, DEFERRED, REFUSED = VerdictKind.SENT, VerdictKind.DEFERRED, VerdictKind.REFUSED
SENDER_FAULT, RELAY_DOWN, IN_DOUBT = VerdictKind.SENDER_FAULT, VerdictKind.RELAY_DOWN, VerdictKind.IN_DOUBT


async def test_a_real_server_receives_exactly_the_bytes_of_the_letter() -> None:
    async with serve_real() as server, open_relay(relay_to(server)) as relay:
        verdict = await relay.hand_over(a_letter())
    assert (verdict.kind, verdict.code, verdict.enhanced) == (SENT, 250, "2.0.0")
    (envelope,) = server.envelopes
    assert envelope.original_content == MESSAGE
    assert (envelope.mail_from, envelope.rcpt_tos) == ("bounce+1@harbourpost.example", ["alice@example.org"])


async def test_the_wire_carries_the_letter_and_the_final_dot_and_nothing_else() -> None:
    big = MESSAGE + b"Sand und Wind, und wieder Sand und Wind auf der Mole heute Nacht. =\r\n" * 20_000
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        assert (await relay.hand_over(a_letter(message=big))).kind is SENT
    assert sink.accepted[0].message == big
    assert sink.accepted[0].options == f"SIZE={len(big)}"


async def test_the_null_return_path_is_said_as_it_is() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        assert (await relay.hand_over(a_letter(envelope_from=""))).kind is SENT
    assert "MAIL FROM:<> SIZE" in "\n".join(line for _, line in sink.heard)


async def test_a_bad_return_path_is_our_fault_and_no_readers() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        verdict = await relay.hand_over(a_letter(envelope_from="bounce @harbourpost.example"))
    assert (verdict.kind, verdict.enhanced) == (SENDER_FAULT, "5.1.7")
    assert sink.connections == 0


async def test_a_server_may_refuse_and_defer_readers_one_by_one() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on("RCPT", "550 5.1.1 no such user", when="nobody@")
        sink.on("RCPT", "450 4.7.1 greylisted, try again in 5 minutes", when="grey@")
        sink.on("RCPT", "251 2.1.5 will forward", when="moved@")
        nobody, grey, moved, alice = [
            await relay.hand_over(letter)
            for letter in letters_to(["nobody@e.org", "grey@e.org", "moved@e.org", "alice@e.org"])
        ]
    assert (nobody.kind, nobody.code, nobody.enhanced) == (REFUSED, 550, "5.1.1")
    assert (grey.kind, grey.wait) == (DEFERRED, 300.0)
    assert (moved.kind, alice.kind) == (SENT, SENT)
    assert sink.connections == 1
    assert sink.commands().count("RSET") == 2


async def test_a_letter_that_is_too_large_for_the_relay_is_not_begun() -> None:
    async with serve_sink(extensions=("SIZE 100",)) as sink, open_relay(relay_to(sink)) as relay:
        verdict = await relay.hand_over(a_letter())
    assert (verdict.kind, verdict.code, verdict.enhanced) == (SENDER_FAULT, 552, "5.3.4")
    assert "MAIL" not in sink.commands()


async def test_after_a_fault_of_ours_the_server_is_asked_anew_what_it_takes() -> None:
    async with serve_sink(extensions=("PIPELINING", "SIZE 100")) as sink, open_relay(relay_to(sink)) as relay:
        assert (await relay.hand_over(a_letter())).kind is SENDER_FAULT
        sink.extensions = ("PIPELINING", "SIZE 10000000")  # somebody raised the limit
        assert (await relay.hand_over(a_letter())).kind is SENT
        sink.on(".", "550 5.7.1 your network is listed", times=1)
        async with relay.lane() as lane:
            following = a_letter(delivery_id=2, envelope_to="bob@example.org")
            assert (await lane.carry(a_letter(), None, lambda: following)).kind is SENDER_FAULT
            assert (await lane.carry(following)).kind is SENT
    assert sink.connections == 3


@pytest.mark.parametrize("size", ["SIZE", "SIZE 0", "SIZE ²", "SIZE " + "9" * 5000, "SIZE unlimited"])
async def test_a_size_that_is_no_limit_limits_nothing(size: str) -> None:
    async with serve_sink(extensions=(size,)) as sink, open_relay(relay_to(sink)) as relay:
        assert (await relay.hand_over(a_letter())).kind is SENT


async def test_an_address_beyond_ascii_goes_where_smtputf8_is_offered() -> None:
    async with serve_real(enable_SMTPUTF8=True) as server, open_relay(relay_to(server)) as relay:
        assert (await relay.hand_over(a_letter(envelope_to="jürgen@example.org"))).kind is SENT
    assert server.envelopes[0].rcpt_tos == ["jürgen@example.org"]
    assert "SMTPUTF8" in server.envelopes[0].mail_options


async def test_an_address_beyond_ascii_is_refused_where_it_is_not() -> None:
    async with serve_real() as server, open_relay(relay_to(server)) as relay:
        verdict = await relay.hand_over(a_letter(envelope_to="jürgen@example.org", needs_smtputf8=True))
    assert (verdict.kind, verdict.enhanced) == (REFUSED, "5.6.7")
    assert server.envelopes == []


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("MAIL", "555 5.5.4 SMTPUTF8 unsupported"),
        ("MAIL", "501 syntax error in parameters"),
        ("MAIL", "553 5.6.7 non-ASCII addresses not permitted"),
        (".", "554 5.6.9 internationalized mail not supported"),
    ],
)
async def test_smtputf8_that_is_offered_and_not_taken_is_about_its_reader_only(step: str, answer: str) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(step, answer)
        wide = await relay.hand_over(a_letter(envelope_to="jürgen@example.org"))
        assert (wide.kind, wide.enhanced) == (REFUSED, "5.6.7")
        assert answer[-9:] in wide.text
        assert (await relay.hand_over(a_letter())).kind is SENDER_FAULT
        sink.rules.clear()
        sink.on("MAIL", "501 5.1.7 bad sender address")
        assert (await relay.hand_over(a_letter(envelope_to="jürgen@example.org"))).kind is SENDER_FAULT


async def test_a_server_that_cannot_say_whether_a_reader_is_there_is_given_the_letter() -> None:
    """252 is meant for VRFY; some say it to RCPT as well, and take the letter."""
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on("RCPT", "252 2.1.5 cannot verify, will try")
        assert (await relay.hand_over(a_letter())).kind is SENT


async def test_what_must_be_written_down_before_the_message_is_written_down_before_it() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        heard: list[str] = []

        async def write_down() -> None:
            heard.extend(sink.commands())
            assert sink.accepted == []

        assert (await relay.hand_over(a_letter(), before_data=write_down)).kind is SENT
        assert len(sink.accepted) == 1
    assert heard == ["EHLO", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("fault", [Taken("somebody else has it"), OSError("disk"), ValueError("no"), TimeoutError()])
async def test_an_error_before_the_message_is_passed_on_and_the_server_forgets_the_letter(fault: Exception) -> None:
    async def fail() -> None:
        raise fault

    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        with pytest.raises(type(fault)):
            await relay.hand_over(a_letter(), before_data=fail)
        assert (await relay.hand_over(a_letter())).kind is SENT
        assert len(sink.accepted) == 1
    # The server waits for the message then, and nothing but the end of the connection takes DATA back.
    assert sink.connections == 2
    assert sink.commands(1) == ["EHLO", "MAIL", "RCPT", "DATA"]


async def test_check_says_who_answers() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        assert await relay.check() == f"127.0.0.1:{sink.port} answers, without TLS"
    assert sink.commands() == ["EHLO", "NOOP", "QUIT"]


@pytest.mark.parametrize("answer", ["421 4.3.2 shutting down", "554 5.7.1 we do not know you", HANG_UP])
@pytest.mark.parametrize("step", ["CONNECT", "NOOP"])
async def test_check_says_why_not(step: str, answer: Fault) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(step, answer)
        if step == "NOOP" and answer == "554 5.7.1 we do not know you":
            assert "answers" in await relay.check()  # no server must know NOOP
            return
        with pytest.raises(RelayDown, match=rf"^127.0.0.1:{sink.port}: \S"):
            await relay.check()


async def test_a_relay_that_is_not_there_is_down() -> None:
    async with serve_sink() as sink:
        settings = relay_to(sink)
    async with open_relay(settings) as relay:
        verdict = await relay.hand_over(a_letter())
        assert verdict.kind is RELAY_DOWN
        assert "Connect call failed" in verdict.text or "refused" in verdict.text
        with pytest.raises(RelayDown):
            await relay.check()


@pytest.mark.parametrize("host", ["smtp..example", "x" * 70 + ".example", ""])
async def test_a_name_that_is_none_blames_no_reader(host: str) -> None:
    async with open_relay(replace(relay_to(Nowhere()), host=host, connect_timeout=2.0)) as relay:
        assert (await relay.hand_over(a_letter())).kind is RELAY_DOWN
