"""Who signs what: the keys of the From domain or of the nearest domain above it, so that d= is aligned (RFC 9989)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from digest.deliver.sign.keys import SigningKey
from digest.deliver.sign.pool import Pool
from digest.deliver.sign.signature import sign
from digest.errors import SettingsError
from digest.model import Letter

THREADS = 2
AHEAD = 16  # letters being signed while the first of them is waited for


class Signers:
    """All keys of a newsroom. ``open_signers`` opens and closes them."""

    def __init__(self, keys: Sequence[SigningKey], pool: Pool[bytes]) -> None:
        self.keys = tuple(keys)
        self._pool = pool
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
        """A letter with its signatures in front. RSA is reckoned in other threads, several letters at once."""
        return replace(letter, message=await self._begin(letter, from_domain))

    async def sign_all(self, letters: Iterable[Letter], from_domain: str) -> AsyncIterator[Letter]:
        """Letters in their order, each with its signatures; the next ones are signed while one is waited for."""
        under_way: deque[tuple[Letter, asyncio.Future[bytes]]] = deque()
        for letter in letters:
            under_way.append((letter, self._begin(letter, from_domain)))
            if len(under_way) >= AHEAD:
                first, message = under_way.popleft()
                yield replace(first, message=await message)
        for letter, message in under_way:
            yield replace(letter, message=await message)

    def _begin(self, letter: Letter, from_domain: str) -> asyncio.Future[bytes]:
        keys = self.for_domain(from_domain)
        work = partial(sign, letter.message, keys, relaxed=letter.relaxed)
        if any(key.kind == "rsa" for key in keys):
            return self._pool.begin(work)
        done: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        done.set_result(work() if keys else letter.message)  # Ed25519 costs less than a thread's turn
        return done


@asynccontextmanager
async def open_signers(keys: Sequence[SigningKey], *, threads: int = THREADS) -> AsyncIterator[Signers]:
    """Signers with these keys; none is fine, and then nothing is signed.

    Raises:
        SettingsError: two keys have one name.
    """
    names = [key.record.name for key in keys]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(f"dkim: {twice[0]} is the name of two keys; give one of them another selector.", key="dkim")
    pool: Pool[bytes] = Pool(threads, "dkim")
    try:
        yield Signers(keys, pool)
    finally:
        pool.close()
