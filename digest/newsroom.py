"""The newsroom: everything the work needs, opened once and closed once. It knows no job."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import subscribers
from digest import deliver, gather, render, store, summarise
from digest.settings import PaceLimits, Settings, read_keys, read_secret, shape_of

MOST_DOMAINS = 10_000  # whose limits are kept ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """Database, web client, feed readers, looks, writers, relay, signers and links, ready for use."""

    settings: Settings
    engine: AsyncEngine
    pen: store.Pen
    keys: subscribers.Keys
    web: gather.Web
    robots: gather.Robots
    readers: gather.Readers
    looks: render.Looks
    links: render.Links
    relays: tuple[deliver.Relay, ...]
    signers: deliver.sign.Signers
    writers: tuple[summarise.Writer, ...]

    @property
    def relay(self) -> deliver.Relay:
        """The first relay: for a single letter."""
        return self.relays[0]

    @property
    def domains(self) -> deliver.Domains:
        """Which receiving domains are one house."""
        return deliver.Domains.of(self.settings.pace.groups)

    def limits_of(self, relay: deliver.Relay) -> Callable[[str], deliver.pace.Limits]:
        """What a relay ("") and each receiving domain behind it may be given."""
        pace, rate = self.settings.pace, relay.settings.rate
        first, usual = pace.first_connections, PaceLimits(rate=pace.rate, connections=pace.connections)

        def limits(group: str) -> deliver.pace.Limits:
            if group == deliver.RELAY:
                # Twice its lanes: on each, a letter may be announced behind the one that is under way.
                return deliver.pace.Limits(rate=rate, burst=max(1.0, rate), first_lanes=2, most_lanes=2 * relay.lanes)
            own = pace.limits.get(group, usual)
            return deliver.pace.Limits(
                rate=own.rate, burst=max(1.0, own.rate), first_lanes=first, most_lanes=own.connections
            )

        return lru_cache(MOST_DOMAINS)(limits)

    def access(self, slug: str) -> gather.Access:
        """What a source of the settings file wants to be asked with; secrets leave their wrappers here."""
        shape = shape_of(self.settings, slug)
        if shape is None:
            return gather.Access()
        return gather.Access(
            headers=shape.headers,
            cookie=shape.cookie.get_secret_value(),
            username=shape.username,
            password=shape.password.get_secret_value(),
            proxy=shape.proxy,
        )

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
        web = await stack.enter_async_context(gather.open_web(_limits(settings)))
        yield Newsroom(
            settings=settings,
            engine=engine,
            pen=await stack.enter_async_context(store.open_pen(settings.database.url)),
            keys=keys,
            web=web,
            robots=gather.Robots(web),
            readers=await stack.enter_async_context(gather.Readers()),
            looks=render.open_looks(settings.templates.folder),
            links=render.Links(settings.newsroom.base_url, keys),
            relays=tuple([await stack.enter_async_context(deliver.open_relay(one)) for one in _relays(settings)]),
            signers=await stack.enter_async_context(deliver.sign.open_signers(signing_keys(settings))),
            writers=await stack.enter_async_context(summarise.open_writers(model_settings(settings))),
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


def model_settings(settings: Settings) -> summarise.ModelSettings | None:
    """The summarise column's settings of a language model, if there shall be one."""
    wanted = settings.llm
    if not wanted.url:
        return None
    names = {field.name for field in fields(summarise.ModelSettings)} - {"api_key", "cache"}
    values = {name: getattr(wanted, name) for name in names}
    return summarise.ModelSettings(**values, api_key=wanted.api_key.get_secret_value(), cache=str(wanted.cache))


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


def _relays(settings: Settings) -> Iterator[deliver.RelaySettings]:
    """The deliver column's settings; a password leaves its wrapper here and nowhere else."""
    names = {field.name for field in fields(deliver.RelaySettings)} - {"password"}
    for relay in settings.all_relays:
        values = {name: getattr(relay, name) for name in names}
        yield deliver.RelaySettings(**values, password=relay.password.get_secret_value())
