"""Cancelling and closing: a letter that is on its way gets its answer, any other is simply not sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvloop

from digest.deliver import Relay, open_relay
from digest.deliver.cancelling import at_once, to_the_end
from digest.model import Verdict, VerdictKind
from tests.deliver.letters import a_letter, letters_to, relay_to
from tests.smtp_servers import SILENCE, Sink, serve_sink

pytestmark = pytest.mark.usefixtures("manner")


class Gate:
    """A server that has reached a step, and waits there."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.open = asyncio.Event()

    async def __call__(self) -> None:
        self.reached.set()
        await self.open.wait()


async def a_lane(relay: Relay, noted: list[Verdict], *, letters: int = 3) -> None:
    """What a dispatch does: hand over, note, take the next one."""
    for letter in letters_to([f"reader{i}@example.org" for i in range(letters)]):
        verdict = await relay.hand_over(letter)
        noted.append(verdict)
        await asyncio.sleep(0)


async def test_a_letter_on_its_way_is_finished_and_noted_and_then_the_lane_ends() -> None:
    gate, noted = Gate(), list[Verdict]()
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(".", gate)
        lane = asyncio.create_task(a_lane(relay, noted))
        await gate.reached.wait()
        lane.cancel()
        await asyncio.sleep(0.01)
        assert not lane.done()
        gate.open.set()
        with pytest.raises(asyncio.CancelledError):
            await lane
        assert [verdict.kind for verdict in noted] == [VerdictKind.SENT]
        assert len(sink.accepted) == 1
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert sink.connections == 1, "the connection is in step"


async def test_who_cancels_twice_means_it() -> None:
    gate, noted = Gate(), list[Verdict]()
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(".", gate, times=1)
        lane = asyncio.create_task(a_lane(relay, noted))
        await gate.reached.wait()
        lane.cancel()
        await asyncio.sleep(0)
        lane.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(lane, 2)
        assert noted == []
        gate.open.set()
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert sink.connections == 2, "a connection in the middle of a letter is never used again"


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
async def test_a_letter_that_is_not_on_its_way_is_given_up_at_once(step: str) -> None:
    gate, noted = Gate(), list[Verdict]()
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(step, gate, times=1)
        lane = asyncio.create_task(a_lane(relay, noted))
        await gate.reached.wait()
        lane.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(lane, 2)
        gate.open.set()
        assert noted == []
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert len(sink.accepted) == 1
    assert sink.connections == 2


async def test_cancelling_while_the_ledger_writes_leaves_no_half_letter() -> None:
    waiting = asyncio.Event()

    async def never() -> None:
        waiting.set()
        await asyncio.sleep(3600)

    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        task = asyncio.create_task(relay.hand_over(a_letter(), before_data=never))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert len(sink.accepted) == 1


async def test_a_time_limit_around_a_letter_stays_a_time_limit() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:

        async def think() -> None:
            await asyncio.sleep(0.1)

        sink.on(".", think)

        async def limited() -> None:
            async with asyncio.timeout(0.05):
                noted.append(await relay.hand_over(a_letter()))
                await asyncio.sleep(5)

        noted: list[Verdict] = []
        with pytest.raises(TimeoutError):
            await limited()
        assert [verdict.kind for verdict in noted] == [VerdictKind.SENT]
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0


async def test_closing_waits_for_the_letter_that_is_on_its_way() -> None:
    gate = Gate()
    async with serve_sink() as sink:
        sink.on(".", gate)
        async with open_relay(relay_to(sink, connections=3)) as relay:
            on_its_way = asyncio.create_task(relay.hand_over(a_letter()))
            await gate.reached.wait()
            asyncio.get_running_loop().call_later(0.02, gate.open.set)
        assert on_its_way.done()
        assert (await on_its_way).kind is VerdictKind.SENT
        assert sink.commands()[-1] == "QUIT"


async def test_nothing_is_handed_over_to_a_closed_relay() -> None:
    gate = Gate()
    async with serve_sink() as sink:
        sink.on(".", gate)
        async with open_relay(relay_to(sink)) as relay:
            first, second = (asyncio.create_task(relay.hand_over(a_letter())) for _ in range(2))
            await gate.reached.wait()
            asyncio.get_running_loop().call_later(0.02, gate.open.set)
        assert (await first).kind is VerdictKind.SENT
        late = await asyncio.wait_for(relay.hand_over(a_letter()), 2)
        assert ((await second).kind, late.kind) == (VerdictKind.RELAY_DOWN, VerdictKind.RELAY_DOWN)
        assert late.text == "the relay was closed"
    assert len(sink.accepted) == 1


async def test_closing_that_is_cancelled_cuts_what_is_still_open() -> None:
    async with serve_sink() as sink:
        sink.on(".", SILENCE)

        async def session() -> None:
            async with open_relay(relay_to(sink, data_timeout=30.0)) as relay:
                hanging.append(asyncio.create_task(relay.hand_over(a_letter())))
                await asyncio.sleep(0.5)  # by then the server has the whole letter

        hanging: list[asyncio.Task[Verdict]] = []
        task = asyncio.create_task(session())
        await asyncio.sleep(0.7)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 10)
        assert (await asyncio.wait_for(hanging[0], 10)).kind is VerdictKind.IN_DOUBT


async def test_a_cancellation_that_comes_together_with_the_answer_is_obeyed() -> None:
    """Python 3.11's wait_for returns the answer and forgets the cancellation."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()
    seen: list[str] = []

    async def lane() -> None:
        with at_once():
            seen.append(await asyncio.wait_for(answer, 5))
        seen.append("went on")

    task = asyncio.create_task(lane())
    await asyncio.sleep(0.005)
    answer.set_result("250")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "went on" not in seen


async def test_a_cancellation_of_long_ago_stops_nothing_now() -> None:
    async def lane() -> str:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            with at_once():
                await asyncio.sleep(0)
        return "cleaned up"

    task = asyncio.create_task(lane())
    await asyncio.sleep(0)
    task.cancel()
    assert await task == "cleaned up"


async def test_to_the_end_passes_on_results_and_errors() -> None:
    async def give() -> int:
        await asyncio.sleep(0)
        return 7

    async def fail() -> int:
        await asyncio.sleep(0)
        raise LookupError

    assert await to_the_end(give()) == 7
    with pytest.raises(LookupError):
        await to_the_end(fail())


async def test_an_error_after_a_cancellation_is_passed_on_too() -> None:
    async def fail_late() -> None:
        await asyncio.sleep(0.02)
        raise LookupError

    seen: list[str] = []

    async def outer() -> None:
        try:
            await to_the_end(fail_late())
        except LookupError:
            seen.append("the error")
        await asyncio.sleep(0)
        seen.append("never")

    task = asyncio.create_task(outer())
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["the error"]


def under_uvloop(journey: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(journey())


def test_letters_go_the_same_way_under_uvloop() -> None:
    async def journey() -> None:
        async with serve_sink() as sink, open_relay(relay_to(sink, data_timeout=0.1)) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
            sink.on(".", SILENCE, times=1)
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.IN_DOUBT
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
            assert _connections(sink) == [1, 1, 2]

    under_uvloop(journey)


def _connections(sink: Sink) -> list[int]:
    return [number for number, line in sink.heard if line == "DATA"]
