"""``digest subscribers import``: a list of readers comes in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import subscribers
from digest import jobs
from digest.cli.console import Callback
from digest.cli.desk import Desk
from digest.cli.import_report import show_guess, show_report
from digest.cli.people import To, chosen
from digest.errors import SettingsError
from digest.newsroom import Newsroom
from digest.words import counted

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
        bring = partial(_bring, desk, to=to, listed=listed, mode=mode, dry_run=dry_run, yes=yes, on_refused=on_refused)
        try:
            report = desk.run(bring, apply=not dry_run)
        except KeyboardInterrupt:
            desk.screen.warn("Interrupted. What came in is in; run the same command again to go on.")
            raise
        show_report(desk, listed, report, dry_run=dry_run, told=refused is not None)


async def _bring(
    desk: Desk,
    newsroom: Newsroom,
    *,
    to: str,
    listed: subscribers.lists.Listed,
    mode: subscribers.Mode,
    dry_run: bool,
    yes: bool,
    on_refused: Refused,
) -> subscribers.ImportReport:
    newsletter = await chosen(newsroom, to)
    with desk.screen.progress(f"Importing {listed.name}", None) as moved:
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
