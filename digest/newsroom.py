"""The newsroom: everything the work needs, opened once and closed once. It knows no job."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields

from digest import gather, render, store, summarise
from digest.mailroom import Mailroom, open_mailroom
from digest.settings import Settings, shape_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom(Mailroom):
    """A mailroom, and web client, feed readers, looks and writers, ready for use.

    ``pool_pen`` writes what was gathered, which is much at a time; ``pen`` is for letters, which wait for it.
    """

    pool_pen: store.Pen
    web: gather.Web
    robots: gather.Robots
    readers: gather.Readers
    looks: render.Looks
    writers: tuple[summarise.Writer, ...]

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


@asynccontextmanager
async def open_newsroom(settings: Settings, *, check_schema: bool = True) -> AsyncIterator[Newsroom]:
    """Open all rooms, and close them in the opposite order whatever happens.

    Raises:
        SettingsError: a folder, key or database URL cannot be used.
        SchemaBehind: the database was made by another version of the program.
        StoreError: the database cannot be opened.
    """
    async with AsyncExitStack() as stack:
        mailroom = await stack.enter_async_context(open_mailroom(settings, check_schema=check_schema))
        web = await stack.enter_async_context(gather.open_web(_limits(settings)))
        yield Newsroom(
            **{field.name: getattr(mailroom, field.name) for field in fields(mailroom)},
            pool_pen=await stack.enter_async_context(store.open_beside(mailroom.pen, settings.database.url)),
            web=web,
            robots=gather.Robots(web),
            readers=await stack.enter_async_context(gather.Readers()),
            looks=render.open_looks(settings.templates.folder),
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
