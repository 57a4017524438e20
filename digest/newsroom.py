"""The newsroom: everything the work needs, opened once and closed once. It knows no job."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import subscribers
from digest import deliver, gather, render, store, summarise
from digest.settings import Settings, read_keys, read_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """Database, web client, feed readers, looks, writers, relay, signers and links, ready for use."""

    settings: Settings
    engine: AsyncEngine
    keys: subscribers.Keys
    web: gather.Web
    readers: gather.Readers
    looks: render.Looks
    links: render.Links
    relay: deliver.Relay
    signers: deliver.sign.Signers
    writers: tuple[summarise.Writer, ...]

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that may write."""
        return store.writing(self.engine)

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads."""
        return store.reading(self.engine)


@asynccontextmanager
async def open_newsroom(settings: Settings, *, check_schema: bool = True) -> AsyncIterator[Newsroom]:
    """Open all rooms, and close them in the opposite order whatever happens.

    Raises:
        SettingsError: a folder, key or database URL cannot be used.
        SchemaBehind: the database was made by another version of the program.
        StoreError: the database cannot be opened.
    """
    async with AsyncExitStack() as stack:
        keys = read_keys(settings.secret.file)
        engine = store.open_engine(settings.database.url)
        stack.push_async_callback(engine.dispose)
        if check_schema:
            async with store.reading(engine) as tx:
                await store.check_schema(tx)
        yield Newsroom(
            settings=settings,
            engine=engine,
            keys=keys,
            web=await stack.enter_async_context(gather.open_web(_limits(settings))),
            readers=stack.enter_context(gather.Readers()),
            looks=render.open_looks(settings.templates.folder),
            links=render.Links(settings.newsroom.base_url, keys),
            relay=await stack.enter_async_context(deliver.open_relay(relay_settings(settings))),
            signers=await stack.enter_async_context(deliver.sign.open_signers(signing_keys(settings))),
            writers=summarise.WRITERS,
        )


def _limits(settings: Settings) -> gather.Limits:
    """The gather column's limits from the settings' keys of the same names."""
    wanted = settings.gather
    return gather.Limits(
        timeout=wanted.timeout,
        max_bytes=wanted.max_bytes,
        concurrency=wanted.concurrency,
        per_host=wanted.per_host,
        pause=wanted.pause,
        allow_hosts=tuple(host.lower() for host in wanted.allow_hosts),
        contact=settings.newsroom.contact,
    )


def signing_keys(settings: Settings) -> tuple[deliver.sign.SigningKey, ...]:
    """The keys that the settings name, read from their files.

    Raises:
        SettingsError: a file is missing, open to others, or holds no key that serves.
    """
    keys = []
    for number, wanted in enumerate(settings.dkim, 1):
        key, file = f"dkim.{number}.key_file", str(wanted.key_file)
        pem = read_secret(wanted.key_file, key)
        keys.append(deliver.sign.read_key(pem, domain=wanted.domain, selector=wanted.selector, file=file, key=key))
    return tuple(keys)


def relay_settings(settings: Settings) -> deliver.RelaySettings:
    """The deliver column's settings; the password leaves its wrapper here and nowhere else."""
    names = {field.name for field in fields(deliver.RelaySettings)} - {"password"}
    values = {name: getattr(settings.relay, name) for name in names}
    return deliver.RelaySettings(**values, password=settings.relay.password.get_secret_value())
