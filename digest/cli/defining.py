"""Definitions in and out: apply, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest import jobs, store
from digest.cli.desk import Desk
from digest.newsroom import Newsroom
from digest.settings import Definitions, dump, load


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (apply, export):
        app.command()(command)


def apply(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A TOML file with newsletters and sources. [default: digest.toml]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Bring the newsletters and sources of a file into the database, and say what changed."""
    desk: Desk = context.obj
    definitions = Definitions.of(load(file, {}), from_file=False) if file else Definitions.of(desk.settings())

    async def work(newsroom: Newsroom) -> list[jobs.Change]:
        return await jobs.define(
            newsroom,
            definitions.newsletters,
            definitions.sources,
            now=desk.now(),
            dry_run=dry_run,
            whole=file is None,
        )

    changes = desk.run(work)
    rows = [(change.what, change.kind, change.name, change.words) for change in changes]
    value = [{"what": c.what, "kind": c.kind, "name": c.name, "fields": c.words} for c in changes]
    title = "Would change" if dry_run else "Changed"
    columns = ("what", "kind", "name", "fields")
    desk.screen.show(value, title=title, columns=columns, rows=rows, empty="Nothing to change.")


def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write. [default: standard output]")] = None,
) -> None:
    """Write all newsletters and sources as TOML, so that they can live in a file under version control."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> str:
        async with newsroom.reading() as tx:
            return dump(await store.newsletters.every(tx), await store.sources.every(tx))

    desk.hand_out(desk.run(work), file)
