"""``digest returns``: what comes back, bounces, complaints and wishes to leave."""

from __future__ import annotations

import asyncio
import mailbox
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from digest import jobs
from digest.cli.desk import Desk
from digest.cli.return_list import list_returns, rates
from digest.deliver import mailboxes, returned
from digest.errors import SettingsError
from digest.newsroom import Newsroom
from digest.words import counted

app = typer.Typer(name="returns", no_args_is_help=True, help="Bounces and complaints: list, read, fetch, pipe, rates.")

TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again
LARGEST = 1024 * 1024  # bytes of a mail that are read
MBOX = b"From "  # how a file with many mails begins


app.command("list")(list_returns)


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def pipe(
    context: typer.Context,
    recipient: Annotated[list[str] | None, typer.Argument(help="Whom the mail was delivered to.")] = None,
) -> None:
    """Take back the mail on standard input, as Postfix or a .forward file pipes it.

    Whatever goes wrong on our side ends with 75 (EX_TEMPFAIL), so that the mail server keeps the mail and tries again.
    Without RECIPIENT the environment is asked (ORIGINAL_RECIPIENT, RECIPIENT), then the mail's own headers.
    """
    desk: Desk = context.obj
    named = (*(recipient or ()), os.environ.get("ORIGINAL_RECIPIENT", ""), os.environ.get("RECIPIENT", ""))
    to = [word for word in named if "@" in word]

    async def work(newsroom: Newsroom) -> jobs.Haul:
        haul = jobs.Haul()
        haul.add(await jobs.take_back(newsroom, raw, to=to, now=desk.now()))
        return haul

    try:
        raw = _piped()
        _tell(desk, desk.run(work))
    except (Exception, KeyboardInterrupt) as fault:
        sys.stderr.write(f"digest: {fault}\n")
        raise typer.Exit(TEMPORARY) from fault


def _piped() -> bytes:
    """The beginning of the mail on standard input, where the report stands; its sender must not meet a closed pipe."""
    stdin: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stdin is None:
        raise SettingsError("There is no standard input to read a mail from.")
    raw = stdin.read(LARGEST)
    while stdin.read(LARGEST):
        pass
    return raw


@app.command()
def read(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A Maildir, an mbox, or a file with one mail.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is in it.")] = False,
) -> None:
    """Take back what lies in a Maildir or mbox, or in a file. Reading it again counts nothing twice."""
    desk: Desk = context.obj
    if dry_run:
        _show_file(desk, path)
        return
    raw = b"" if path.is_dir() else _start_of(path)

    async def work(newsroom: Newsroom) -> jobs.Haul:
        if raw and not raw.startswith(MBOX):
            haul = jobs.Haul()
            haul.add(await jobs.take_back(newsroom, raw, now=desk.now()))
            return haul
        box = mailboxes.MaildirBox(path) if path.is_dir() else mailboxes.MboxBox(path)
        with desk.screen.progress(f"Reading {path.name}", None) as moved:
            return await jobs.collect(newsroom, clock=desk.now, stop=asyncio.Event(), only=box, on_mail=moved)

    _tell(desk, desk.run(work))


def _start_of(path: Path) -> bytes:
    """As much of a file as is read of a mail."""
    if not path.exists():
        raise SettingsError(f"There is no {path}.", file=str(path))
    if not path.is_file():
        raise SettingsError(f"{path} is neither a file nor a folder.", file=str(path))
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as fault:
        raise SettingsError(f"{path} cannot be read: {fault.strerror}.", file=str(path)) from fault


def _show_file(desk: Desk, path: Path) -> None:
    if path.is_dir():
        raise SettingsError(f"--dry-run shows what is in a file, and {path} is a folder; name a file in it.")
    found = [one for raw in _mails_in(path) for one in returned.read_mail(raw)]
    columns = ("kind", "address", "code", "enhanced", "source", "text")
    rows = [tuple(getattr(one, name) for name in columns) for one in found]
    value = [dict(zip(columns, row, strict=True)) for row in rows]
    desk.screen.show(value, title=path.name, columns=columns, rows=rows)


def _mails_in(path: Path) -> Iterator[bytes]:
    """The mails of a file, one by one. An mbox is only looked at: none of them counts as read."""
    raw = _start_of(path)
    if not raw.startswith(MBOX):
        yield raw
        return
    with closing(mailbox.mbox(path, create=False)) as box:
        for key in box.iterkeys():
            with box.get_file(key) as mail:
                yield mail.read(LARGEST)


@app.command()
def fetch(context: typer.Context) -> None:
    """Look once into every mailbox that digest.toml names; `digest serve` does so by itself."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> jobs.Haul:
        if not any(jobs.boxes(newsroom)):
            raise SettingsError("No mailbox is named: set returns.maildir, mbox, imap.host or pop3.host.")
        with desk.screen.progress("Fetching", None) as moved:
            return await jobs.collect(newsroom, clock=desk.now, stop=asyncio.Event(), on_mail=moved)

    _tell(desk, desk.run(work))


def _tell(desk: Desk, haul: jobs.Haul) -> None:
    value = {
        "mails": haul.mails,
        "known": haul.known,
        "kinds": {str(kind): number for kind, number in haul.kinds.items()},
        "effects": {str(effect): number for effect, number in haul.effects.items()},
        "failures": haul.failures,
    }
    if desk.screen.as_json:
        desk.screen.data(value)
    kinds = ", ".join(f"{number} {kind}" for kind, number in haul.kinds.most_common())
    effects = ", ".join(f"{number} {effect}" for effect, number in haul.effects.most_common())
    known = f"; {haul.known} known already" if haul.known else ""
    desk.screen.say(f"{counted(haul.mails, 'mail')}{f': {kinds}; {effects}' if kinds else ''}{known}")
    for words in haul.failures.values():
        desk.screen.warn(words)
    if haul.failures:
        raise typer.Exit(1)


app.command()(rates)
