"""``digest subscribers import``: a list of readers comes in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import subscribers
from digest import jobs
from digest.cli.console import Callback
from digest.cli.desk import Desk
from digest.cli.people import To, chosen
from digest.errors import SettingsError
from digest.newsroom import Newsroom
from digest.words import counted

EXAMPLES = 10
Refused = Callable[[Sequence[subscribers.Refusal]], None]
File = Annotated[
    Path, typer.Argument(help="CSV, TSV or JSON Lines, as it is, in gzip or in a zip; or another program's export.")
]
Encoding = Annotated[str, typer.Option(help="The file's encoding, e.g. cp1251. [default: guessed]")]
Delimiter = Annotated[str, typer.Option(help="What stands between cells, e.g. ';'. [default: guessed]")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        "-C",
        help="What a column is: TITLE=MEANING, or #3=MEANING for the third; again for each. MEANING is address, name, "
        "zone, language, standing, since, ignored, or attribute.NAME or attribute.NAME:KIND, with a KIND of text, "
        "number, yes/no, date, list or json.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this command to the family of readers."""
    app.command("import")(import_file)


def import_file(
    context: typer.Context,
    file: File,
    to: To = "",
    mode: Annotated[
        subscribers.Mode,
        typer.Option(
            help="add: fill in what is not known; update: the file's word wins; sync: and who is not in it goes."
        ),
    ] = subscribers.Mode.ADD,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    refused: Annotated[Path | None, typer.Option(help="Write refused rows to this CSV, with line and reason.")] = None,
    columns: Columns = None,
    no_others: Annotated[
        bool, typer.Option("--no-others", help="Keep no attribute that --column does not name.")
    ] = False,
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="It was written with export --spreadsheet: take its apostrophes off.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before a sync removes readers.")] = False,
) -> None:
    """Bring in readers who agreed to it. Who left, was suppressed or forgotten stays away, whatever the file says.

    Encoding, separator and columns are guessed and shown; --dry-run shows them and changes nothing. An import that was
    interrupted may simply be run again: what came in is found unchanged.
    """
    desk: Desk = context.obj
    if not file.is_file():
        raise SettingsError(f"There is no file {file}.", file=str(file))
    wishes = subscribers.lists.Wishes(
        encoding=encoding,
        delimiter="\t" if delimiter == r"\t" else delimiter,
        columns=tuple(columns or ()),
        others=not no_others,
        defused=spreadsheet,
    )
    with subscribers.lists.open_list(file, wishes) as listed, _refused_file(refused) as on_refused:
        show_guess(desk, listed)

        async def work(newsroom: Newsroom) -> subscribers.ImportReport:
            newsletter = await chosen(newsroom, to)
            with desk.screen.progress(f"Importing {file.name}", None) as moved:
                return await jobs.import_list(
                    newsroom,
                    newsletter,
                    listed,
                    now=desk.now(),
                    mode=mode,
                    dry_run=dry_run,
                    may_remove=lambda missing, readers: yes or _ask(desk, moved, missing, readers),
                    on_refused=on_refused,
                    on_moved=moved,
                )

        try:
            report = desk.run(work, apply=not dry_run)
        except KeyboardInterrupt:
            desk.screen.warn("Interrupted. What came in is in; run the same command again to go on.")
            raise
        _tell(desk, listed, report, dry_run=dry_run, told=refused is not None)


def _ask(desk: Desk, moved: Callback, missing: int, readers: int) -> bool:
    moved.bar.stop()  # it would be drawn over the question
    desk.screen.warn(f"{missing:,} of {counted(readers, 'reader')} are not in the file.")
    return typer.confirm("Remove them from this newsletter?", err=True)


@contextmanager
def _refused_file(path: Path | None) -> Iterator[Refused]:
    """A CSV for refused rows, written as they are met; with nothing in it that a spreadsheet would run."""
    if path is None:
        yield lambda _: None
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "line", "field", "value", "reason"))
        yield lambda page: rows.writerows(
            subscribers.lists.defused((one.file, str(one.line), one.field, one.value, one.reason)) for one in page
        )


def show_guess(desk: Desk, listed: subscribers.lists.Listed) -> None:
    """What a file was taken for: form, encoding, separator, program and columns of each table."""
    for table in listed.tables:
        of = f", written by {table.program}" if table.program else ""
        separator = {"\t": "tab", "": "one column"}.get(table.dialect.delimiter, table.dialect.delimiter)
        form = "JSON Lines" if table.dialect.form == "JSON Lines" else f"CSV ({separator})"
        desk.screen.say(f"[dim]{table.name}: {form}, {table.dialect.encoding}{of}[/dim]")
        understood = ", ".join(f"{one.title} → {one.words}" for one in table.columns)
        desk.screen.say(f"[dim]  {understood}[/dim]")
    if listed.skipped:
        desk.screen.say(f"[dim]passed over: {', '.join(listed.skipped)}[/dim]")


def guess_of(listed: subscribers.lists.Listed) -> list[dict[str, object]]:
    """The same for a program."""
    return [
        {
            "name": table.name,
            "form": table.dialect.form,
            "encoding": table.dialect.encoding,
            "delimiter": table.dialect.delimiter,
            "program": table.program,
            "columns": {one.title: one.words for one in table.columns},
        }
        for table in listed.tables
    ]


def _tell(
    desk: Desk, listed: subscribers.lists.Listed, report: subscribers.ImportReport, *, dry_run: bool, told: bool
) -> None:
    if desk.screen.as_json:
        desk.screen.data(asdict(report) | {"tables": guess_of(listed), "skipped": listed.skipped, "dry_run": dry_run})
        return
    would = "would be " if dry_run else ""
    parts = [
        f"[bold]{report.added:,} {would}added[/bold]",
        f"{report.updated:,} {would}updated",
        f"{report.unchanged:,} unchanged",
        f"{report.left_alone:,} left alone (they left, were suppressed or forgotten)",
        f"{report.taken_off:,} {would}taken off (the file says they left, bounced or never agreed)",
        f"{report.repeated:,} in the file before",
        f"{report.refused:,} refused",
        *([f"{report.removed:,} {would}removed (not in the file)"] if report.removed else []),
    ]
    shown = [part for n, part in enumerate(parts) if n == 0 or not part.startswith("0 ")]
    desk.screen.say(f"{counted(report.rows, 'row')}: {', '.join(shown)}")
    show_refusals(desk, report.refusals, report.refused, told=told)


def show_refusals(desk: Desk, first: Sequence[subscribers.Refusal], number: int, *, told: bool) -> None:
    """The first refused rows, and how to see all."""
    for refusal in first[:EXAMPLES]:
        where = f"{refusal.file} line" if refusal.file else "line"
        desk.screen.warn(f"{where} {refusal.line}: {refusal.reason}")
    if number > EXAMPLES and not told:
        desk.screen.warn(f"{number - EXAMPLES:,} more were refused; --refused FILE writes them all down.")
