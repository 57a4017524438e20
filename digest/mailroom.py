"""The mailroom: what carrying letters needs, and nothing else. A process that only carries loads no more than this.

The newsroom is a mailroom with all that gathering and printing need beside it: see ``newsroom.py``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import subscribers
from digest import deliver, render, store
from digest.settings import DkimShape, PaceLimits, Settings, read_keys, read_secret

if TYPE_CHECKING:
    from digest.deliver.sign.keys import SigningKey

MOST_DOMAINS = 10_000  # whose limits are kept ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailroom:
    """Database, pen, relays, signers and links, ready for use."""

    settings: Settings
    engine: AsyncEngine
    pen: store.Pen
    keys: subscribers.Keys
    links: render.Links
    relays: tuple[deliver.Relay, ...]
    signers: deliver.sign.Signers

    @property
    def relay(self) -> deliver.Relay:
        """The first relay: for a single letter."""
        return self.relays[0]

    @property
    def domains(self) -> deliver.Domains:
        """Which receiving domains are one house."""
        return deliver.Domains.of(self.settings.pace.groups)

    def limits_of(self, relay: deliver.Relay, *, crew: int = 1) -> Callable[[str], deliver.pace.Limits]:
        """What one of so many processes may give a relay ("") and each receiving domain behind it."""
        pace, rate = self.settings.pace, relay.settings.rate
        first, usual = pace.first_connections, PaceLimits(rate=pace.rate, connections=pace.connections)

        def limits(group: str) -> deliver.pace.Limits:
            if group == deliver.RELAY:
                # Twice its lanes: on each, a letter may be announced behind the one that is under way.
                return deliver.pace.Limits.shared(rate, first=2, most=2 * relay.lanes * crew, crew=crew)
            own = pace.limits.get(group, usual)
            return deliver.pace.Limits.shared(own.rate, first=first, most=own.connections, crew=crew)

        return lru_cache(MOST_DOMAINS)(limits)

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that may write."""
        return store.writing(self.engine)

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads."""
        return store.reading(self.engine)

    async def make_ready(self, *, now: datetime) -> None:
        """Create the tables of an empty database; check those of any other.

        Raises:
            SchemaBehind: it was made by another version.
        """
        async with self.reading() as tx:
            empty = await store.version(tx) == 0
            if not empty:
                await store.check_schema(tx)
        if empty:
            async with self.begin() as tx:
                await store.migrate(tx, now=now)


@asynccontextmanager
async def open_mailroom(settings: Settings, *, check_schema: bool = True) -> AsyncIterator[Mailroom]:
    """Open it, and close it in the opposite order whatever happens.

    Raises:
        SettingsError: a folder, key or database URL cannot be used.
        SchemaBehind: the database was made by another version of the program.
        StoreError: the database cannot be opened.
    """
    async with AsyncExitStack() as stack:
        keys = read_keys(settings.secret.file)
        engine = store.open_engine(settings.database.url)
        stack.push_async_callback(store.close_engine, engine)
        if check_schema:
            async with store.reading(engine) as tx:
                await store.check_schema(tx)
        yield Mailroom(
            settings=settings,
            engine=engine,
            pen=await stack.enter_async_context(store.open_pen(settings.database.url)),
            keys=keys,
            links=render.Links(settings.newsroom.base_url, keys),
            relays=tuple([await stack.enter_async_context(deliver.open_relay(one)) for one in _relays(settings)]),
            signers=await stack.enter_async_context(deliver.sign.open_signers(signing_keys(settings))),
        )


def signing_keys(settings: Settings) -> tuple[SigningKey, ...]:
    """The keys that the settings name, read from their files.

    Raises:
        SettingsError: a file is missing, open to others, or holds no key that serves.
    """
    return tuple(_signing_key(wanted, f"dkim.{number}.key_file") for number, wanted in enumerate(settings.dkim, 1))


def _signing_key(wanted: DkimShape, key: str) -> SigningKey:
    from digest.deliver.sign.keys import read_key  # noqa: PLC0415 - see there: only whoever has a key loads OpenSSL

    pem = read_secret(wanted.key_file, key)
    return read_key(pem, domain=wanted.domain, selector=wanted.selector, file=str(wanted.key_file), key=key)


def _relays(settings: Settings) -> Iterator[deliver.RelaySettings]:
    """The deliver column's settings; a password leaves its wrapper here and nowhere else."""
    names = {field.name for field in fields(deliver.RelaySettings)} - {"password"}
    for relay in settings.all_relays:
        values = {name: getattr(relay, name) for name in names}
        yield deliver.RelaySettings(**values, password=relay.password.get_secret_value())
