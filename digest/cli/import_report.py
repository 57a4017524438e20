"""What is said of an import: what its file was taken for, what became of its rows, and why some were refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import subscribers
from digest.cli.desk import Desk
from digest.words import counted

EXAMPLES = 10


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


def _guess_of(listed: subscribers.lists.Listed) -> list[dict[str, object]]:
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


def show_report(
    desk: Desk, listed: subscribers.lists.Listed, report: subscribers.ImportReport, *, dry_run: bool, told: bool
) -> None:
    """What became of the rows; ``told``: all that were refused are written down elsewhere."""
    if desk.screen.as_json:
        desk.screen.data(asdict(report) | {"tables": _guess_of(listed), "skipped": listed.skipped, "dry_run": dry_run})
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
