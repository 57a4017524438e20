"""Whoever has many letters to sign gets processes for it, and no letter depends on one of them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from functools import partial
from io import BytesIO

import pytest

from digest.deliver.sign import AT_A_TURN, Signers, open_signers, sign
from digest.deliver.sign.keys import SigningKey
from digest.deliver.sign.operating import packed, serve, unpacked
from digest.deliver.sign.processes import PROCESSES
from digest.deliver.sign.signers import FEW
from digest.model import Letter
from tests.deliver.letters import letters_to
from tests.delivery_promises.commands import until
from tests.house.sources import ROOT
from tests.signing import DOMAIN, ed25519_key, rsa_key

LETTERS = letters_to([f"reader{n}@example.org" for n in range(FEW + 3 * AT_A_TURN)])


def expected(keys: list[SigningKey], letters: list[Letter] = LETTERS) -> list[Letter]:
    return [replace(one, message=sign(one.message, keys)) for one in letters]


async def all_signed(signers: Signers, letters: list[Letter] = LETTERS) -> list[Letter]:
    """All turns at once; they come in their order."""
    starts = range(0, len(letters), AT_A_TURN)
    turns = await asyncio.gather(*(signers.signed(letters[n : n + AT_A_TURN], DOMAIN) for n in starts))
    return [letter for turn in turns for letter in turn]


async def all_gone(pids: list[int]) -> bool:
    return not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: ASYNC240, PTH110 - no disk is asked


async def up(signers: Signers) -> list[int]:
    """All processes, when all of them are there."""

    async def there() -> bool:
        return len(signers.processes) == PROCESSES

    await until(there)
    return signers.processes


@pytest.mark.parametrize("keys", [[rsa_key()], [ed25519_key()], [rsa_key(), ed25519_key()]], ids=["rsa", "ed", "both"])
async def test_threads_and_processes_make_the_same_letters(keys: list[SigningKey]) -> None:
    async with open_signers(keys) as signers:
        assert await all_signed(signers) == expected(keys)
        pids = await up(signers)
        assert await all_signed(signers) == expected(keys)
    assert await all_gone(pids), "they end with the signers"


async def test_for_a_few_letters_none_is_started() -> None:
    async with open_signers([rsa_key()]) as signers:
        await all_signed(signers, LETTERS[:FEW])
        await asyncio.sleep(0.2)
        assert not signers.processes


async def test_one_that_is_killed_costs_no_letter() -> None:
    async with open_signers([rsa_key()]) as signers:
        await all_signed(signers)
        pids = await up(signers)
        work = asyncio.ensure_future(all_signed(signers))
        await asyncio.sleep(0.02)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        assert await work == expected([rsa_key()])
        assert await all_signed(signers) == expected([rsa_key()])
        assert not signers.processes


async def test_after_the_last_has_died_there_are_new_ones() -> None:
    async with open_signers([rsa_key()], idle=0.5) as signers:
        await all_signed(signers)
        before = await up(signers)
        for pid in before:
            os.kill(pid, signal.SIGKILL)

        async def others() -> bool:
            await all_signed(signers)
            return bool(set(signers.processes) - set(before))

        await until(others)


async def test_they_end_when_there_is_nothing_to_sign_and_come_back() -> None:
    async with open_signers([rsa_key()], idle=0.5) as signers:
        for _ in range(2):
            await all_signed(signers)
            pids = await up(signers)
            await until(partial(all_gone, pids))
            assert not signers.processes


async def test_what_ends_all_of_a_terminal_does_not_end_them() -> None:
    async with open_signers([rsa_key()]) as signers:
        await all_signed(signers)
        pids = await up(signers)
        for pid in pids:
            os.kill(pid, signal.SIGINT)
            os.kill(pid, signal.SIGTERM)
        assert await all_signed(signers) == expected([rsa_key()])
        assert signers.processes == pids


def test_a_process_answers_in_turn_and_ends_with_its_pipe() -> None:
    key, answers = ed25519_key(), BytesIO()
    told = packed([key.der]) + packed([(0, b"one"), (0, b"two")]) + packed([(0, b"cut off")])[:-3]
    serve(BytesIO(told), answers)
    made = [key.operate(b"one"), key.operate(b"two")]
    assert answers.getvalue() == packed([]) + packed(made)
    assert unpacked(answers.getvalue()[len(packed([])) + 4 :]) == made


KILLED = """
import asyncio, os, signal
from tests.deliver.sign.test_processes import all_signed, open_signers, rsa_key, up

async def sign_and_die():
    async with open_signers([rsa_key()]) as signers:
        await all_signed(signers)
        print(*await up(signers), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(sign_and_die())
"""


async def test_they_end_with_whoever_started_them_also_when_that_is_killed() -> None:
    sender = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await sender.communicate()
    pids = [int(word) for word in said.split()]
    assert (sender.returncode, len(pids)) == (-signal.SIGKILL, PROCESSES)
    await until(partial(all_gone, pids))
