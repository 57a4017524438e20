"""``digest subscribers export`` and ``duplicates``: a list of readers goes out, and is looked through."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from typing import Annotated, TextIO

import typer

import subscribers
from digest import jobs
from digest.cli.desk import Desk
from digest.cli.people import To, chosen
from digest.newsroom import Newsroom
from digest.words import counted

Form = subscribers.lists.Form
OutFile = Annotated[Path | None, typer.Argument(help="Where to write. [default: standard output]")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the family of readers."""
    app.command("export")(export_file)
    app.command("duplicates")(duplicates)


def export_file(
    context: typer.Context,
    file: OutFile = None,
    to: To = "",
    form: Annotated[
        Form | None,
        typer.Option(help="csv: exact; spreadsheet: CSV that no spreadsheet runs; jsonl. [default: by name]"),
    ] = None,
    spreadsheet: Annotated[bool, typer.Option("--spreadsheet", help="The same as --form spreadsheet.")] = False,
    standing: Annotated[subscribers.Standing | None, typer.Option(help="Only these.")] = None,
    segment: Annotated[str, typer.Option(help="Only these: a segment's name, or its words.")] = "",
) -> None:
    """Write a newsletter's readers, with standing, consent and choices, as CSV or JSON Lines.

    Importing the file again loses nothing. Give people who open it in a spreadsheet --spreadsheet: cells that it would
    run begin with an apostrophe then, which `import --spreadsheet` takes off.
    """
    desk: Desk = context.obj
    by_name = Form.JSON_LINES if file and file.suffix in (".jsonl", ".ndjson") else Form.CSV
    wanted = Form.SPREADSHEET if spreadsheet else form or by_name

    async def work(newsroom: Newsroom) -> int:
        newsletter = await chosen(newsroom, to)
        with out_file(file) as out, desk.screen.progress("Exporting", None) as moved:
            async with newsroom.reading() as tx:
                words = await subscribers.segments.find(tx, segment) if segment else ""
                within = jobs.tree_of(words, now=desk.now())
                of = subscribers.lists.Chosen(newsletter_id=newsletter.id, standing=standing, within=within)
                return await subscribers.lists.write_list(tx, of, out, form=wanted, keys=newsroom.keys, on_moved=moved)

    number = desk.run(work)
    desk.screen.say(f"{counted(number, 'subscriber')} written{f' to {file}' if file else ''}.")


@contextmanager
def out_file(file: Path | None) -> Iterator[TextIO]:
    """The file, complete or not at all; or standard output, or whatever else takes bytes and keeps none (a pipe).

    Raises:
        IsADirectoryError: it is a folder.
    """
    if file is None:
        yield sys.stdout
        return
    if file.is_dir():
        raise IsADirectoryError(EISDIR, "it is a folder; expected the name of a file to write", str(file))
    if file.exists() and not file.is_file():
        with file.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            yield out
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def duplicates(context: typer.Context, to: To = "") -> None:
    """Show active readers who are probably there twice: the same mailbox with another tag, or at Gmail other dots.

    Nothing is changed: whether they are one person is for a person to say.
    """
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> Mapping[str, list[str]]:
        newsletter = await chosen(newsroom, to)
        async with newsroom.reading() as tx:
            return await subscribers.lists.twins(tx, newsletter.id)

    found = desk.run(work)
    value = [{"mailbox": mailbox, "addresses": addresses} for mailbox, addresses in found.items()]
    rows = [(mailbox, ", ".join(addresses)) for mailbox, addresses in found.items()]
    desk.screen.show(value, title="Duplicates", columns=("mailbox", "addresses"), rows=rows, empty="None were found.")
