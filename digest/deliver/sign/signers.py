"""Who signs what: the keys of the From domain or of the nearest domain above it, so that d= is aligned (RFC 9989).

OpenSSL lets go of the interpreter's lock, so letters are signed in a few threads beside the event loop; several at a
time in each turn of a thread, because the turn itself costs as much as a tenth of a signature.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from digest.deliver.sign.signature import sign
from digest.errors import SettingsError
from digest.model import Letter

if TYPE_CHECKING:  # as in ``signature.py``
    from digest.deliver.sign.keys import SigningKey

THREADS = 2
AT_A_TURN = 8  # letters
TURNS_AHEAD = THREADS + 1  # turns that are asked for before the first of them is waited for


class Signers:
    """All keys of a newsroom. ``open_signers`` opens and closes them."""

    def __init__(self, keys: Sequence[SigningKey], threads: ThreadPoolExecutor) -> None:
        self.keys = tuple(keys)
        self._threads = threads
        self._by_domain: dict[str, tuple[SigningKey, ...]] = {}
        # RSA on top: every verifier knows it, and some look at the first signature only.
        for key in sorted(keys, key=lambda key: key.kind != "rsa"):
            self._by_domain[key.domain] = (*self._by_domain.get(key.domain, ()), key)

    def for_domain(self, from_domain: str) -> tuple[SigningKey, ...]:
        """The keys that sign for a From domain (A-label); none where no key's domain is this one or above it."""
        domain = from_domain.lower()
        while domain:
            if domain in self._by_domain:
                return self._by_domain[domain]
            domain = domain.partition(".")[2]
        return ()

    def sign(self, message: bytes, from_domain: str, *, relaxed: bool = False) -> bytes:
        """A message with its signatures in front; as it was where no key signs for its domain."""
        keys = self.for_domain(from_domain)
        return sign(message, keys, relaxed=relaxed) if keys else message

    async def signed(self, letter: Letter, from_domain: str) -> Letter:
        """A letter with its signatures in front."""
        return (await self.begin([letter], from_domain))[0]

    async def sign_all(self, letters: Iterable[Letter], from_domain: str) -> AsyncIterator[Letter]:
        """Letters in their order, each with its signatures. A few more are drawn and signed while one is used."""
        waiting, under_way = iter(letters), deque[asyncio.Future[list[Letter]]]()
        while some := list(islice(waiting, AT_A_TURN)):
            under_way.append(self.begin(some, from_domain))
            if len(under_way) >= TURNS_AHEAD:
                for letter in await under_way.popleft():
                    yield letter
        for turn in under_way:
            for letter in await turn:
                yield letter

    def begin(self, letters: Sequence[Letter], from_domain: str) -> asyncio.Future[list[Letter]]:
        """Begin to sign a few letters in one turn of a thread; best ``AT_A_TURN`` of them. They come in their order."""
        loop, keys = asyncio.get_running_loop(), self.for_domain(from_domain)
        if keys:
            return loop.run_in_executor(self._threads, _all_signed, tuple(letters), keys)
        untouched: asyncio.Future[list[Letter]] = loop.create_future()
        untouched.set_result(list(letters))
        return untouched


def _all_signed(letters: Iterable[Letter], keys: Sequence[SigningKey]) -> list[Letter]:
    return [replace(one, message=sign(one.message, keys, relaxed=one.relaxed)) for one in letters]


@asynccontextmanager
async def open_signers(keys: Sequence[SigningKey]) -> AsyncIterator[Signers]:
    """Signers with these keys; none is fine, and then nothing is signed. Threads start with the first letter.

    Raises:
        SettingsError: two keys have one name.
    """
    names = [key.record.name for key in keys]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(f"dkim: {twice[0]} is the name of two keys; give one of them another selector.", key="dkim")
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="dkim")
    try:
        yield Signers(keys, threads)
    finally:
        threads.shutdown(cancel_futures=True)
