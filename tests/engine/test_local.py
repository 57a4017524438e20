"""Duties run side by side: each at its own pace, none harmed by another, all of them stopped when asked."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Callable

import pytest

from digest.engine import Duty, run
from digest.errors import RelayDown

ONE_MOMENT = 5.0  # seconds after which a test has failed


def counting(stop: asyncio.Event, rounds: int, *, found: bool = True) -> tuple[list[int], Callable[[], object]]:
    """What was done, and a duty's round that asks everybody to stop after so many."""
    done: list[int] = []

    async def once() -> bool:
        done.append(len(done))
        if len(done) >= rounds:
            stop.set()
        await asyncio.sleep(0)
        return found

    return done, once


async def finished(duties: list[Duty], stop: asyncio.Event, *, grace: float = ONE_MOMENT) -> None:
    async with asyncio.timeout(ONE_MOMENT):
        await run(duties, stop, grace=grace)


async def test_a_duty_that_finds_work_is_called_again_at_once() -> None:
    stop = asyncio.Event()
    done, once = counting(stop, 50)
    await finished([Duty(name="press", once=once, pause=3600)], stop)
    assert len(done) == 50


async def test_a_duty_that_finds_nothing_rests_for_its_pause() -> None:
    stop = asyncio.Event()
    done, idle = counting(stop, 1000, found=False)
    asyncio.get_running_loop().call_later(0.05, stop.set)
    await finished([Duty(name="idle", once=idle, pause=3600)], stop)
    assert len(done) == 1


async def test_a_resting_duty_wakes_when_there_is_work_and_rests_again() -> None:
    stop, wake = asyncio.Event(), asyncio.Event()
    done: list[int] = []

    async def once() -> bool:
        done.append(1)
        if len(done) == 2:
            assert not wake.is_set(), "one call wakes it once"
            stop.set()
        else:
            asyncio.get_running_loop().call_later(0.01, wake.set)
        return False

    await finished([Duty(name="dispatch", once=once, pause=3600, wake=wake)], stop)
    assert len(done) == 2


async def test_a_failing_duty_is_told_and_never_takes_the_others_down(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()
    done, once = counting(stop, 30)
    tries = 0

    async def breaks() -> bool:
        nonlocal tries
        tries += 1
        raise RuntimeError("the disk is full")

    duties = [Duty(name="gather", once=breaks, pause=0.0), Duty(name="dispatch", once=once, pause=0.0)]
    await finished(duties, stop)
    assert len(done) == 30
    assert tries > 1, "it is tried again"
    assert "gather failed; it is tried again." in caplog.text
    assert "the disk is full" in caplog.text


async def test_what_may_be_expected_to_fail_is_told_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()

    async def waits_for_the_relay() -> bool:
        stop.set()
        raise RelayDown("mx.example.org: connection refused.")

    await finished([Duty(name="dispatch", once=waits_for_the_relay, pause=0.0)], stop)
    (said,) = caplog.records
    assert said.getMessage() == "dispatch failed: mx.example.org: connection refused. It is tried again."
    assert said.exc_info is None


async def test_a_failure_that_knows_when_trying_again_makes_sense_is_believed() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    times: list[float] = []

    async def waits_for_the_relay() -> bool:
        times.append(loop.time())
        if len(times) == 6:
            stop.set()
        raise RelayDown("mx.example.org: too much mail", wait=0.03)

    await finished([Duty(name="dispatch", once=waits_for_the_relay, pause=0.02)], stop)
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(wait >= 0.027 for wait in waits)
    assert waits[4] < 0.64, "doubled five times the pause would be as long"


async def test_the_pause_after_failures_grows_and_is_forgotten_after_a_good_round() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    script = iter([False, False, False, True, False, False])
    times: list[float] = []

    async def once() -> bool:
        times.append(loop.time())
        good = next(script, None)
        if good is None:
            stop.set()
            return False
        if not good:
            raise OSError("no route")
        return False

    await finished([Duty(name="gather", once=once, pause=0.02)], stop)
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    least = [0.04, 0.08, 0.16, 0.02, 0.04, 0.08]  # the pause, doubled for each failure in a row
    assert all(wait >= wanted * 0.9 for wait, wanted in zip(waits, least, strict=True)), waits
    assert waits[3] < 0.16


async def test_a_duty_that_has_failed_for_a_year_is_still_tried() -> None:
    """Doubled ten thousand times, a pause is no number any more; it has a longest."""
    stop = asyncio.Event()
    tries = 0

    async def breaks() -> bool:
        nonlocal tries
        tries += 1
        if tries == 3000:
            stop.set()
        raise RuntimeError

    logging.getLogger("digest.engine.local").disabled = True
    try:
        await finished([Duty(name="gather", once=breaks, pause=0.0)], stop)
    finally:
        logging.getLogger("digest.engine.local").disabled = False
    assert tries == 3000


async def test_stopping_lets_a_round_finish() -> None:
    stop, begun = asyncio.Event(), asyncio.Event()
    finish = asyncio.Event()
    done: list[str] = []

    async def once() -> bool:
        begun.set()
        await finish.wait()
        done.append("whole")
        return True

    running = asyncio.create_task(finished([Duty(name="press", once=once, pause=1)], stop))
    await begun.wait()
    stop.set()
    await asyncio.sleep(0)
    assert not running.done()
    finish.set()
    await running
    assert done == ["whole"]


async def test_a_round_that_does_not_finish_in_time_is_interrupted(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()
    interrupted: list[str] = []

    async def hangs() -> bool:
        stop.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            interrupted.append("hangs")
            raise
        return True

    await finished([Duty(name="gather", once=hangs, pause=1)], stop, grace=0.02)
    assert interrupted == ["hangs"]
    assert "gather did not finish within 0 seconds and is interrupted." in caplog.text


async def test_whoever_cancels_the_engine_leaves_no_duty_running() -> None:
    stop, begun = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def hangs() -> bool:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("hangs")
        return True

    running = asyncio.create_task(run([Duty(name="gather", once=hangs, pause=1)], stop))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended == ["hangs"]
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_an_engine_without_duties_waits_to_be_stopped() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_soon(stop.set)
    await finished([], stop)
