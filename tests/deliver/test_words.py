"""What an operator reads where a server said nothing that answers the question."""

from __future__ import annotations

import asyncio

import pytest

from digest.deliver import open_relay
from digest.model import Verdict, VerdictKind
from tests.deliver.letters import a_letter, relay_to
from tests.smtp_servers import SILENCE, Sink, serve_sink
from tests.smtp_sink import Answer

pytestmark = pytest.mark.usefixtures("manner")


async def verdict_of(sink: Sink, **settings: object) -> Verdict:
    async with asyncio.timeout(10), open_relay(relay_to(sink, **settings)) as relay:
        return await relay.hand_over(a_letter())


@pytest.mark.parametrize("step", ["CONNECT", "MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(("answer", "told"), [("334 x", "334 x"), ("999", "999"), ("600 hm", "600 hm")])
async def test_an_answer_to_another_question_is_told_with_its_code(step: str, answer: str, told: str) -> None:
    async with serve_sink() as sink:
        sink.on(step, answer)
        assert (await verdict_of(sink)).text == f"unexpected answer: {told}"


@pytest.mark.parametrize(("step", "answer"), [("MAIL", "220 hello"), ("RCPT", "354 Go"), ("DATA", "250 2.1.5 Ok")])
async def test_so_is_an_answer_that_comes_one_too_early(step: str, answer: str) -> None:
    async with serve_sink() as sink:
        sink.on(step, answer)
        assert (await verdict_of(sink)).text == f"unexpected answer: {answer}"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "told"),
    [(b"what?\r\n", "Malformed SMTP response line: what?"), (SILENCE, "Timed out waiting for server response")],
    ids=["no code", "silence"],
)
async def test_what_ended_the_talk_half_way_is_told(step: str, answer: Answer, told: str) -> None:
    async with serve_sink() as sink:
        sink.on(step, answer)
        verdict = await verdict_of(sink, command_timeout=0.1)
    assert (verdict.kind, told in verdict.text) == (VerdictKind.RELAY_DOWN, True), verdict.text


async def test_a_server_that_answers_before_it_is_asked_is_told_of_as_such() -> None:
    async with serve_sink() as sink:
        sink.on("DATA", b"354 Go\r\n250 taken\r\n")
        verdict = await verdict_of(sink)
    assert (verdict.kind, verdict.text) == (VerdictKind.RELAY_DOWN, "The server answered what it was not asked")


@pytest.mark.parametrize("answer", [b"250 " + b"x" * 600_000, b"250-x\r\n" * 100_000], ids=["one line", "many"])
async def test_an_answer_without_end_is_told_of_as_such(answer: bytes) -> None:
    async with serve_sink() as sink:
        sink.on(".", answer)
        verdict = await verdict_of(sink)
    assert (verdict.kind, "answer does not end" in verdict.text) == (VerdictKind.IN_DOUBT, True), verdict.text
