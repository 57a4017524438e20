"""``digest suppressions``: whom we never write to again, as a whole list."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import subscribers
from digest import jobs
from digest.cli.desk import Desk
from digest.cli.exporting import OutFile, out_file
from digest.cli.import_report import show_refusals
from digest.newsroom import Newsroom
from digest.words import counted

app = typer.Typer(name="suppressions", no_args_is_help=True, help="Import or export whom nobody may write to again.")


@app.command("export")
def export_suppressions(context: typer.Context, file: OutFile = None) -> None:
    """Write the list as CSV: keyed hashes with their reasons, no addresses, for a newsroom with the same secret."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> int:
        with out_file(file) as out:
            async with newsroom.reading() as tx:
                return await subscribers.lists.write_suppressions(tx, out, keys=newsroom.keys)

    number = desk.run(work)
    desk.screen.say(f"{counted(number, 'suppression')} written{f' to {file}' if file else ''}.")


@app.command("import")
def import_suppressions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A list of addresses, or what `suppressions export` wrote.")],
    why: Annotated[str, typer.Option(help="The reason, where the file gives none.")] = "administrator",
) -> None:
    """Never write again to anybody in a file, whatever it says of them, in any newsletter."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> subscribers.lists.Shut:
        with desk.screen.progress(f"Suppressing {file.name}", None) as moved:
            return await jobs.suppress_file(newsroom, file, why=why, now=desk.now(), on_moved=moved)

    shut = desk.run(work)
    if desk.screen.as_json:
        desk.screen.data(asdict(shut))
        return
    known = f", {shut.known:,} were already" if shut.known else ""
    desk.screen.say(f"{counted(shut.added, 'address')} suppressed{known}, {shut.refused:,} refused")
    show_refusals(desk, shut.refusals, shut.refused, told=True)
