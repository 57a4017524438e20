"""The first commands: init, migrate, settings, doctor."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

import typer
from rich.markup import escape
from rich.text import Text

from digest import doctor, engine, store
from digest.cli.desk import DEFAULT_CONFIG, Desk
from digest.errors import SettingsError
from digest.newsroom import Newsroom, open_newsroom
from digest.settings import describe, load, new_key_file, starter
from digest.words import counted


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (init, migrate, settings, check):
        app.command(name="doctor" if command is check else None)(command)


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to set the newsroom up.")] = Path(),
    name: Annotated[str, typer.Option(help="What the newsroom is called. [default: the folder's name]")] = "",
    address: Annotated[str, typer.Option(help="The address its mail is from. [default: news@ this machine]")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone. [default: this machine's]")] = "",
    base_url: Annotated[str, typer.Option(help="Where readers will reach `digest serve`.")] = "http://127.0.0.1:8000",
) -> None:
    """Set up a newsroom: a commented digest.toml, a key file, a database. Asks nothing; never overwrites."""
    desk: Desk = context.obj
    folder.mkdir(parents=True, exist_ok=True)
    file, key = folder / (desk.config or DEFAULT_CONFIG).name, folder / "digest.key"
    if file.exists():
        raise SettingsError(f"{file} is there already; edit it, or choose another folder.", file=str(file))
    called = name or folder.resolve().name.replace("-", " ").title()
    text = starter(name=called, address=address or f"news@{_domain()}", zone=zone or local_zone(), base_url=base_url)
    file.write_text(text, encoding="utf-8")
    if not key.exists():
        new_key_file(key)
    Desk(config=file, screen=desk.screen, environ=desk.environ).run(_nothing, apply=True)
    desk.screen.say(f"Wrote [bold]{file}[/bold] (settings, with every key explained) and {key} (keep it secret).")
    desk.screen.say(
        "Next: `digest sources add ADDRESS`, `digest subscribers import FILE`, `digest gather`, `digest preview`."
    )
    if desk.screen.as_json:
        desk.screen.data({"settings": str(file), "key": str(key)})


async def _nothing(_: Newsroom) -> None:
    """Opening the newsroom made the database."""


def _domain() -> str:
    host = socket.getfqdn()
    return host if "." in host and not host.endswith((".local", ".localdomain", ".arpa")) else "example.org"


def local_zone() -> str:
    """This machine's time zone by name, UTC where it has none."""
    link = Path("/etc/localtime")
    named = os.environ.get("TZ") or (str(link.resolve()).partition("zoneinfo/")[2] if link.is_symlink() else "")
    return named if named in available_timezones() else "UTC"


def migrate(context: typer.Context) -> None:
    """Bring the database to this program's schema: everything or nothing."""
    desk: Desk = context.obj

    async def opened() -> int:
        async with open_newsroom(desk.settings(), check_schema=False) as newsroom, newsroom.begin() as tx:
            return await store.migrate(tx, now=desk.now())

    steps = engine.run_in_loop(opened())
    desk.screen.say(
        f"{counted(steps, 'step')} taken; the database is ready." if steps else "The database is up to date."
    )
    if desk.screen.as_json:
        desk.screen.data({"steps": steps})


def settings(context: typer.Context) -> None:
    """Show every setting with its default and what it is for."""
    desk: Desk = context.obj
    rows = describe()
    value = [{"key": key, "default": default, "about": about} for key, default, about in rows]
    desk.screen.show(value, title="Settings of digest.toml", columns=("key", "default", "what it is for"), rows=rows)


def check(
    context: typer.Context,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask no DNS server, and nothing outside but the relay.")
    ] = False,
) -> None:
    """Is everything well? Settings, key, database, relay, templates, newsletters, sources. Exit code 1 if not.

    And as receivers see it: SPF, DKIM, DMARC, MX, PTR, the relay's certificate, one-click. Says what to put where.
    """
    desk: Desk = context.obj
    file = desk.config or DEFAULT_CONFIG
    findings = engine.run_in_loop(doctor.examine(lambda: load(file, desk.environ), now=desk.now(), offline=offline))
    value = [{"about": f.about, "state": f.state, "words": f.words} for f in findings]
    marks = {"well": "[green]✓[/green]", "warning": "[yellow]![/yellow]", "ill": "[red]✗[/red]"}
    if desk.screen.as_json:
        desk.screen.data(value)
    else:
        for finding in findings:
            words = Text.from_markup(f"{marks[finding.state]} [bold]{escape(finding.about)}[/bold]  ")
            desk.screen.out.print(words + Text(finding.words), soft_wrap=True)  # a record must stay in one piece
    if any(finding.state == "ill" for finding in findings):
        raise typer.Exit(1)
