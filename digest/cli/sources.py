"""``digest sources``: where articles come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from digest import store
from digest.cli import opml, source_add, source_edit, source_list
from digest.cli.desk import Desk
from digest.errors import SettingsError
from digest.model import SourceState
from digest.newsroom import Newsroom
from digest.settings import Definitions
from digest.words import counted

app = typer.Typer(
    name="sources", no_args_is_help=True, help="Feeds and folders: list, add, edit, remove, pause, import, export."
)

Name = Annotated[str, typer.Argument(help="The source's short name, or its address.")]


source_list.add_to(app)
source_add.add_to(app)


@app.command()
def release(
    context: typer.Context,
    name: Name,
    drop: Annotated[bool, typer.Option("--drop", help="Never print them, instead.")] = False,
) -> None:
    """Let articles be printed that were held back: many "new" ones with old dates or known words came at once."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> int:
        async with newsroom.begin() as tx:
            source = await store.sources.get(tx, name)
            return await store.articles.release(tx, source.id, drop=drop)

    number = desk.run(work)
    what = "will never be printed" if drop else "may be printed now"
    desk.screen.say(f"{counted(number, 'article')} of {name} {what}.")
    if desk.screen.as_json:
        desk.screen.data({"articles": number, "dropped": drop})


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Remove a source. Its articles stay in the pool and in the archive."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> None:
        async with newsroom.begin() as tx:
            source = await store.sources.get(tx, name)
            if source.slug in {one.slug for one in Definitions.of(newsroom.settings).sources}:
                raise SettingsError(f"{name} is defined in digest.toml; remove it there first.", key="sources")
            await store.sources.remove(tx, source.id)
            await store.hubs.leave(tx, source.id, now=desk.now())

    desk.run(work)
    desk.screen.say(f"Removed {name}.")


@app.command()
def pause(context: typer.Context, name: Name) -> None:
    """Look at a source no more, until `resume`."""
    _set_state(context.obj, name, SourceState.PAUSED)


@app.command()
def resume(context: typer.Context, name: Name) -> None:
    """Look at a paused or given-up source again."""
    _set_state(context.obj, name, SourceState.ACTIVE)


def _set_state(desk: Desk, name: str, state: SourceState) -> None:
    async def work(newsroom: Newsroom) -> None:
        async with newsroom.begin() as tx:
            source = await store.sources.get(tx, name)
            await store.sources.save(tx, replace(source, state=state, failures=0, failure="", next_look=desk.now()))

    desk.run(work)
    desk.screen.say(f"{name} is {state.value}.")


source_edit.add_to(app)
opml.add_to(app)
