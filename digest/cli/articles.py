"""``digest articles``: single articles, pushed into the pool by whoever has them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from digest import jobs
from digest.cli.desk import Desk
from digest.errors import SettingsError
from digest.files import read_whole
from digest.newsroom import Newsroom
from digest.words import counted

app = typer.Typer(name="articles", no_args_is_help=True, help="Single articles: add what no source brings.")

LARGEST = 5_000_000  # bytes


@app.callback()
def family() -> None:
    """Single articles: add what no source brings."""


@app.command()
def add(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files: Markdown, HTML, text, CSV, JSON … [default: standard input]"),
    ] = None,
    source: Annotated[str, typer.Option(help="The source they belong to; made if it is not there.")] = "pushed",
    name: Annotated[str, typer.Option(help="What standard input is called; the same name again replaces it.")] = "",
) -> None:
    """Add articles, or new versions of them: Markdown, HTML, text, tables (CSV, TSV), JSON, other exports."""
    desk: Desk = context.obj
    _refuse_namesakes(files or ())
    documents = [_file(path) for path in files or ()] or [(name or "stdin.md", sys.stdin.buffer.read(LARGEST + 1))]
    for called, body in documents:
        if len(body) > LARGEST:
            raise SettingsError(f"{called} is larger than {LARGEST // 1_000_000} MB.", file=called)
    if not name and not files:
        documents = [("", documents[0][1])]

    async def work(newsroom: Newsroom) -> jobs.Look:
        return await jobs.push(newsroom, source, documents, now=desk.now())

    look = desk.run(work, apply=True)
    desk.screen.say(f"[bold]{look.source.slug}[/bold]: {counted(look.new, 'new article')}, {look.changed} changed")
    for note in look.notes:
        desk.screen.say(f"  [dim]{note}[/dim]")
    if desk.screen.as_json:
        desk.screen.data(
            {"slug": look.source.slug, "new": look.new, "changed": look.changed, "notes": list(look.notes)}
        )
    if not look.new and not look.changed and look.notes:
        raise typer.Exit(1)


def _refuse_namesakes(files: Sequence[Path]) -> None:
    """Of two files of one name the second would be a new version of the first."""
    places: dict[str, Path] = {}
    for path in files:
        other = places.setdefault(path.name, path.absolute())
        if other != path.absolute():
            raise SettingsError(
                f"{other} and {path.absolute()} have one name, by which articles are known; rename one of them."
            )


def _file(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, read_whole(path, most=LARGEST + 1, piped=True)
    except OSError as fault:
        raise SettingsError(f"{path} cannot be read: {fault.strerror}{_instead(path)}.", file=str(path)) from fault


def _instead(path: Path) -> str:
    if path.is_dir():
        return f"; `digest sources add {path}` reads a folder"
    return "; `… | digest articles add --name fog.md` takes what a program writes" if path.is_fifo() else ""
